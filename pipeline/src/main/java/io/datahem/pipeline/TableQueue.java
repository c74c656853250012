package io.datahem.pipeline;

import io.datahem.pipeline.ManifestStore.Manifest;
import io.datahem.pipeline.Warehouse.WrittenFile;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The manifests that wait for one table, in order of acceptance. One commit at a time takes all
 * that waits. A commit that fails is tried again, ever slower up to half a minute, for as long as
 * it takes: giving up would lose rows. Thread-safe.
 *
 * <p>While commits fail at most {@link #MAX_WAITING} manifests wait here; those that come after
 * them are left in the store, and fetched from it when there is room: a table that is out of reach
 * for hours takes no more memory, and no room that others want.
 */
final class TableQueue {
  private static final Logger LOG = LoggerFactory.getLogger(TableQueue.class);
  static final int MAX_WAITING = 1_000;
  private static final int MAX_MANIFESTS_PER_COMMIT = 1_000;
  private static final int PAGE_MANIFESTS = 500;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final String table;
  private final long job;
  private final Warehouse.Session warehouse;
  private final ManifestStore.Session manifests;
  private final Waker waker;
  private final Housekeeping housekeeping;
  private final Deque<PendingManifest> waiting = new ArrayDeque<>();
  private final Set<Long> ids = new HashSet<>();

  /** The first of the manifests that are left in the store; 0 when none are. */
  private long leftFrom;

  private boolean scheduled;
  private Duration pause = Duration.ZERO;

  /** Has {@link #commit} called later. */
  interface Waker {
    void wake(String table, Duration delay);
  }

  TableQueue(
      String table,
      long job,
      Warehouse.Session warehouse,
      ManifestStore.Session manifests,
      Housekeeping housekeeping,
      Waker waker) {
    this.table = table;
    this.job = job;
    this.warehouse = warehouse;
    this.manifests = manifests;
    this.housekeeping = housekeeping;
    this.waker = waker;
  }

  /** Takes a manifest in; false when it waits here already, or is left in the store. */
  synchronized boolean add(PendingManifest manifest) {
    if (ids.contains(manifest.id())) {
      return false;
    }
    if (leftFrom > 0 || (waiting.size() >= MAX_WAITING && !pause.isZero())) {
      leftFrom = leftFrom == 0 ? manifest.id() : Math.min(leftFrom, manifest.id());
      return false;
    }
    ids.add(manifest.id());
    waiting.addLast(manifest);
    return true;
  }

  /** Fetches manifests that were left, as many as there is room for. */
  private synchronized void fetch() {
    while (leftFrom > 0 && waiting.size() < MAX_WAITING) {
      List<Manifest> page = manifests.unsettled(leftFrom - 1, PAGE_MANIFESTS);
      for (Manifest manifest : page) {
        if (manifest.pending().contains(table) && ids.add(manifest.id())) {
          waiting.addLast(new PendingManifest(manifest, Set.of(table), () -> {}));
        }
      }
      leftFrom = page.size() < PAGE_MANIFESTS ? 0 : page.get(page.size() - 1).id() + 1;
    }
  }

  synchronized boolean isEmpty() {
    return waiting.isEmpty() && leftFrom == 0;
  }

  /** True when the caller is the one who must have {@link #commit} called. */
  synchronized boolean schedule() {
    boolean mine = !scheduled && !isEmpty();
    scheduled |= mine;
    return mine;
  }

  void commit(JobStatus status) {
    List<PendingManifest> batch = first();
    try {
      if (!batch.isEmpty()) {
        commit(batch, status);
      }
      done(batch.size());
      fetch();
    } catch (FencedException e) {
      status.nowFenced();
      return;
    } catch (RuntimeException e) {
      failed(e, status);
    }
    waker.wake(table, pause());
  }

  private void commit(List<PendingManifest> batch, JobStatus status) {
    Map<String, List<WrittenFile>> byToken = new LinkedHashMap<>();
    long rows = 0;
    int newFiles = 0;
    long oldestMillis = Long.MAX_VALUE;
    for (PendingManifest manifest : batch) {
      List<WrittenFile> files = manifest.files(table);
      byToken.put(manifest.token(), files);
      newFiles += files.size();
      rows += files.stream().mapToLong(WrittenFile::rows).sum();
      oldestMillis = Math.min(oldestMillis, manifest.oldestMillis());
    }
    warehouse.commit(table, job, byToken);
    manifests.settle(table, batch.stream().map(PendingManifest::id).toList());
    status.committed(table, rows, System.currentTimeMillis() - oldestMillis);
    batch.forEach(manifest -> manifest.settledBy(table));
    housekeeping.committed(table, newFiles);
  }

  private synchronized List<PendingManifest> first() {
    List<PendingManifest> batch = new ArrayList<>();
    for (PendingManifest manifest : waiting) {
      if (batch.size() == MAX_MANIFESTS_PER_COMMIT) {
        break;
      }
      batch.add(manifest);
    }
    return batch;
  }

  private synchronized void done(int committed) {
    for (int i = 0; i < committed; i++) {
      ids.remove(waiting.removeFirst().id());
    }
    scheduled = false;
    pause = Duration.ZERO;
  }

  private synchronized void failed(RuntimeException failure, JobStatus status) {
    scheduled = false;
    boolean first = pause.isZero();
    pause = first ? FIRST_PAUSE : pause.multipliedBy(2);
    if (pause.compareTo(LONGEST_PAUSE) > 0) {
      pause = LONGEST_PAUSE;
    }
    String problem =
        "Cannot commit "
            + waiting.size()
            + " parts to table "
            + table
            + ": "
            + failure.getMessage()
            + ". They are kept and tried again.";
    status.problem(problem);
    if (first) {
      LOG.warn(problem);
    }
  }

  private synchronized Duration pause() {
    return pause;
  }
}
