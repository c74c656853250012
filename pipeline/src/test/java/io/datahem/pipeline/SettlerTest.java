package io.datahem.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.contracts.table.TablePlan;
import io.datahem.pipeline.ManifestStore.Acceptance;
import io.datahem.pipeline.ManifestStore.Account;
import io.datahem.pipeline.ManifestStore.Claim;
import io.datahem.pipeline.ManifestStore.Manifest;
import io.datahem.pipeline.Warehouse.WrittenFile;
import io.datahem.pipeline.WarehouseException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SettlerTest {
  private final Tables tables = new Tables();
  private final Manifests manifests = new Manifests();

  /** Tables that remember what was committed, and can be out of reach. */
  private static final class Tables implements Warehouse.Session {
    final Map<String, List<String>> committed = new ConcurrentHashMap<>();
    final Set<String> broken = ConcurrentHashMap.newKeySet();
    final BlockingQueue<String> maintained = new LinkedBlockingQueue<>();

    @Override
    public void commit(String table, long job, Map<String, List<WrittenFile>> byToken) {
      if (broken.contains(table)) {
        throw new WarehouseException(Reason.WAREHOUSE_UNAVAILABLE, "out of reach");
      }
      committed.computeIfAbsent(table, t -> new CopyOnWriteArrayList<>()).addAll(byToken.keySet());
    }

    @Override
    public Warehouse.Table prepare(TablePlan plan) {
      return () -> plan;
    }

    @Override
    public Warehouse.DataFile create(Warehouse.Table table) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void discard(Collection<WrittenFile> files) {}

    @Override
    public void maintain(String table) {
      maintained.add(table);
      if (table.equals("untidy")) {
        throw new WarehouseException(Reason.WAREHOUSE_UNAVAILABLE, "cannot be tidied");
      }
    }

    @Override
    public void report(String table, long job, Map<Integer, Long> ends) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int removeOrphans(Set<String> keep, Duration age) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void recentIds(
        String table, int partition, long from, long sinceMillis, Warehouse.IdTaker taker) {}

    @Override
    public void close() {}
  }

  /** Manifests left by an earlier job, and which tables were settled. */
  private static final class Manifests implements ManifestStore.Session {
    final List<Manifest> left = new CopyOnWriteArrayList<>();
    volatile boolean fenced;
    final Set<String> settled = ConcurrentHashMap.newKeySet();

    @Override
    public List<Manifest> unsettled(long afterId, int limit) {
      return left.stream()
          .filter(manifest -> manifest.id() > afterId && !isSettled(manifest))
          .limit(limit)
          .toList();
    }

    private boolean isSettled(Manifest manifest) {
      return manifest.pending().stream()
          .allMatch(table -> settled.contains(table + " " + manifest.id()));
    }

    @Override
    public void settle(String table, Collection<Long> ids) {
      ids.forEach(id -> settled.add(table + " " + id));
    }

    @Override
    public long register(String owner) {
      return 1;
    }

    @Override
    public Claim claim(String owner, int partition) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isFenced(String owner) {
      return fenced;
    }

    @Override
    public Acceptance accept(Part part) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long acceptedEnd(int partition) {
      return 0;
    }

    @Override
    public Map<Integer, Long> settledEnds() {
      return Map.of();
    }

    @Override
    public void noteGrowth(long atMillis) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long grownAtMillis() {
      return 0;
    }

    @Override
    public List<BookLine> books() {
      return List.of();
    }

    @Override
    public Account account() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private static Manifest manifest(long id, String... tables) {
    List<WrittenFile> files = new ArrayList<>();
    for (String table : tables) {
      files.add(new WrittenFile(table, table + id, "", 1, 1));
    }
    Part part = new Part("test", 0, 1, id * 10, id * 10 + 10, 0, files, List.of());
    return new Manifest(id, part, new HashSet<>(List.of(tables)));
  }

  @Test
  void commitsWhatAnEarlierJobLeft() {
    manifests.left.add(manifest(1, "raw", "a"));
    manifests.left.add(manifest(2, "raw"));
    try (Settler settler = Settler.start(tables, manifests, JobSettings.of("settler-1"))) {
      settler.awaitTable("raw");
      settler.awaitTable("a");
    }
    assertThat(tables.committed.get("raw")).containsExactlyInAnyOrder("0:10-20", "0:20-30");
    assertThat(new TreeSet<>(manifests.settled)).containsExactly("a 1", "raw 1", "raw 2");
  }

  @Test
  void commitsNothingMoreOnceTheJobIsFenced() {
    JobStatus.of("settler-3").nowFenced();
    try (Settler settler = Settler.start(tables, manifests, JobSettings.of("settler-3"))) {
      settler.submit(manifest(1, "raw", "a"));
    }
    assertThat(tables.committed).isEmpty();
    assertThat(manifests.settled).isEmpty();
  }

  @Test
  void anIdleJobLearnsThatItIsFenced() {
    CompletableFuture<Boolean> learnt = new CompletableFuture<>();
    JobStatus.of("settler-4").whenFenced(() -> learnt.complete(true));
    try (Settler settler = Settler.start(tables, manifests, JobSettings.of("settler-4"))) {
      assertThat(JobStatus.of("settler-4").isFenced()).isFalse();
      manifests.fenced = true;
      assertThat(learnt.orTimeout(30, TimeUnit.SECONDS).join()).isTrue();
      settler.awaitRoom();
    }
  }

  /** The other table may be done before this one is tried. */
  private static String problemOf(String owner) throws InterruptedException {
    for (int tries = 0; tries < 200 && JobStatus.of(owner).lastProblem() == null; tries++) {
      Thread.sleep(50);
    }
    return String.valueOf(JobStatus.of(owner).lastProblem());
  }

  @Test
  void oneTableOutOfReachHoldsUpNoOtherAndIsTriedUntilItIsBack() throws Exception {
    tables.broken.add("a");
    try (Settler settler = Settler.start(tables, manifests, JobSettings.of("settler-2"))) {
      for (int id = 1; id <= 20; id++) {
        settler.submit(manifest(id, "raw", "a"));
      }
      settler.awaitTable("raw");
      assertThat(tables.committed.get("raw")).hasSize(20);
      assertThat(tables.committed).doesNotContainKey("a");
      assertThat(problemOf("settler-2")).contains("table a", "out of reach");
      tables.broken.clear();
      settler.awaitTable("a");
    }
    assertThat(tables.committed.get("a")).hasSize(20).doesNotHaveDuplicates();
    assertThat(manifests.settled).hasSize(40);
  }

  @Test
  void aTableOutOfReachForLongHoldsUpNoOtherAndTakesAllWhenItIsBack() throws Exception {
    int all = JobSettings.of("any").maxPendingManifests() + TableQueue.MAX_WAITING + 700;
    tables.broken.add("a");
    try (Settler settler = Settler.start(tables, manifests, JobSettings.of("settler-9"))) {
      settler.submit(manifest(1, "a"));
      assertThat(problemOf("settler-9")).contains("table a", "out of reach");
      for (int id = 2; id <= all; id++) {
        Manifest manifest = manifest(id, "raw", "a");
        manifests.left.add(manifest);
        settler.submit(manifest);
        settler.awaitRoom();
      }
      settler.awaitTable("raw");
      assertThat(tables.committed.get("raw")).hasSize(all - 1);
      assertThat(JobStatus.of("settler-9").pendingParts()).isLessThan(TableQueue.MAX_WAITING * 2);
      tables.broken.clear();
      settler.awaitTable("a");
    }
    assertThat(tables.committed.get("a")).hasSize(all).doesNotHaveDuplicates();
  }

  @Test
  void aTableIsMaintainedAtItsFirstCommitAndWhenEnoughFilesHaveComeToIt() throws Exception {
    try (Settler settler = Settler.start(tables, manifests, JobSettings.of("settler-5"))) {
      submitOneByOne(settler, 1, 1);
      assertThat(tables.maintained.poll(30, TimeUnit.SECONDS)).isEqualTo("a");
      submitOneByOne(settler, 2, Housekeeping.FILES_UNTIL_MAINTAINED - 1);
      assertThat(tables.maintained).isEmpty();
      submitOneByOne(settler, 100, 1);
      assertThat(tables.maintained.poll(30, TimeUnit.SECONDS)).isEqualTo("a");
    }
  }

  private static void submitOneByOne(Settler settler, long firstId, int manifests) {
    for (long id = firstId; id < firstId + manifests; id++) {
      settler.submit(manifest(id, "a"));
      settler.awaitTable("a");
    }
  }

  @Test
  void aTableThatCannotBeMaintainedIsStillCommittedTo() throws Exception {
    try (Settler settler = Settler.start(tables, manifests, JobSettings.of("settler-6"))) {
      settler.submit(manifest(1, "untidy"));
      assertThat(tables.maintained.poll(30, TimeUnit.SECONDS)).isEqualTo("untidy");
      for (int id = 2; id <= 100; id++) {
        settler.submit(manifest(id, "untidy"));
        settler.awaitTable("untidy");
      }
      assertThat(tables.maintained.poll(30, TimeUnit.SECONDS)).isEqualTo("untidy");
      assertThat(problemOf("settler-6")).contains("untidy", "cannot be tidied", "tried again");
    }
    assertThat(tables.committed.get("untidy")).hasSize(100);
  }

  @Test
  void commitsOnceWhatAnOlderJobAcceptedAfterTheStart() {
    try (Settler settler = Settler.start(tables, manifests, JobSettings.of("settler-7"))) {
      tables.broken.add("raw");
      manifests.left.add(manifest(1, "raw"));
      settler.recover();
      settler.recover();
      tables.broken.clear();
      settler.awaitTable("raw");
    }
    assertThat(tables.committed.get("raw")).containsExactly("0:10-20");
  }

  @Test
  void anIdleJobFindsWhatAnOlderOneAccepted() throws Exception {
    try (Settler settler = Settler.start(tables, manifests, JobSettings.of("settler-8"))) {
      manifests.left.add(manifest(1, "raw"));
      for (int tries = 0; tries < 600 && manifests.settled.isEmpty(); tries++) {
        Thread.sleep(50);
      }
      settler.awaitRoom();
    }
    assertThat(tables.committed.get("raw")).contains("0:10-20");
  }
}
