package io.datahem.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datahem.pipeline.BookLine;
import io.datahem.pipeline.BookLine.Outcome;
import io.datahem.pipeline.FencedException;
import io.datahem.pipeline.ManifestStore;
import io.datahem.pipeline.ManifestStore.Acceptance;
import io.datahem.pipeline.ManifestStore.Account;
import io.datahem.pipeline.ManifestStore.Claim;
import io.datahem.pipeline.ManifestStore.Manifest;
import io.datahem.pipeline.ManifestStore.Range;
import io.datahem.pipeline.ManifestStore.Session;
import io.datahem.pipeline.ManifestStore.Verdict;
import io.datahem.pipeline.Part;
import io.datahem.pipeline.Warehouse.WrittenFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link ManifestStore} must do. A store is done when its subclass is green. */
@Timeout(60)
public abstract class ManifestStoreContractTest {
  private Path directory = Path.of("");
  private Session session;

  /** The store under a directory, empty at first; the same directory is the same store. */
  protected abstract ManifestStore store(Path directory);

  @BeforeEach
  void openSession(@TempDir Path empty) {
    directory = empty;
    session = store(directory).open();
  }

  @AfterEach
  void closeSession() {
    session.close();
  }

  /** A part with a file for each table and one row in the books. */
  protected static Part part(
      String owner, int partition, long claim, long from, long end, String... tables) {
    List<WrittenFile> files =
        Arrays.stream(tables)
            .map(
                table ->
                    new WrittenFile(
                        table, "/" + table + "/" + from, "{\"table\":\"" + table + "\"}", 1, 100))
            .toList();
    return new Part(
        owner,
        partition,
        claim,
        from,
        end,
        1_000 + from,
        files,
        List.of(new BookLine("trucks", 7, Outcome.ROW, "", end - from)));
  }

  private long accepted(Part part) {
    Acceptance acceptance = session.accept(part);
    assertThat(acceptance.verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(acceptance.id()).isPositive();
    return acceptance.id();
  }

  private void refused(Part part, Verdict verdict) {
    long end = session.acceptedEnd(part.partition());
    int unsettled = session.unsettled(0, 1_000).size();
    List<BookLine> books = session.books();
    assertThat(session.accept(part)).isEqualTo(new Acceptance(verdict, 0));
    assertThat(session.acceptedEnd(part.partition())).isEqualTo(end);
    assertThat(session.unsettled(0, 1_000)).hasSize(unsettled);
    assertThat(session.books()).isEqualTo(books);
  }

  @Test
  void aNewStoreIsEmpty() {
    assertThat(session.acceptedEnd(0)).isZero();
    assertThat(session.unsettled(0, 10)).isEmpty();
    assertThat(session.settledEnds()).isEmpty();
    assertThat(session.books()).isEmpty();
  }

  @Test
  void anOwnerIsFencedOnceANewerOneHasClaimed() {
    assertThat(session.isFenced("a")).isFalse();
    session.claim("a", 0);
    assertThat(session.isFenced("a")).isFalse();
    session.claim("b", 1);
    assertThat(session.isFenced("a")).isTrue();
    assertThat(session.isFenced("b")).isFalse();
  }

  /** The pieces may be joined; what they cover and hold may not change. */
  @Test
  void theAccountCoversTheSettledPositionsAndNamesWhatIsOpen() {
    long claim = session.claim("a", 0).claim();
    long other = session.claim("a", 3).claim();
    long first = accepted(part("a", 0, claim, 0, 5, "t", "u"));
    long second = accepted(part("a", 0, claim, 5, 9, "t"));
    accepted(part("a", 0, claim, 9, 12));
    long elsewhere = accepted(part("a", 3, other, 0, 7, "t"));
    session.settle("t", List.of(first, second, elsewhere));
    Account before = session.account();
    assertThat(before.settledEnds()).isEqualTo(Map.of(0, 0L, 3, 7L));
    assertThat(before.ranges()).containsExactly(new Range(3, 0, 7, 7));
    assertThat(before.open().stream().mapToLong(BookLine::count).sum()).isEqualTo(12);
    session.settle("u", List.of(first));
    Account after = session.account();
    assertThat(after.open()).isEmpty();
    assertThat(after.settledEnds()).isEqualTo(Map.of(0, 12L, 3, 7L));
    assertThat(after.ranges().stream().mapToLong(Range::events).sum()).isEqualTo(19);
    long end = 0;
    for (Range range : after.ranges()) {
      assertThat(range.from()).isEqualTo(range.partition() == 3 ? 0 : end);
      assertThat(range.isDense()).isTrue();
      end = range.end();
    }
    assertThat(after.books()).isEqualTo(session.books());
  }

  @Test
  void theNewestGrowthOfTheLogIsKept() {
    assertThat(session.grownAtMillis()).isZero();
    session.noteGrowth(2_000);
    session.noteGrowth(1_000);
    try (ManifestStore.Session another = store(directory).open()) {
      assertThat(another.grownAtMillis()).isEqualTo(2_000);
    }
  }

  @Test
  void claimsGrowByPartitionAndTellTheAcceptedEnd() {
    Claim first = session.claim("a", 0);
    assertThat(first.acceptedEnd()).isZero();
    accepted(part("a", 0, first.claim(), 0, 5, "t"));
    Claim second = session.claim("a", 0);
    assertThat(second.claim()).isGreaterThan(first.claim());
    assertThat(second.acceptedEnd()).isEqualTo(5);
    assertThat(session.claim("a", 1).acceptedEnd()).isZero();
  }

  @Test
  void partsAreAcceptedOneBehindTheOther() {
    long claim = session.claim("a", 0).claim();
    accepted(part("a", 0, claim, 0, 5, "t"));
    accepted(part("a", 0, claim, 5, 9, "t"));
    assertThat(session.acceptedEnd(0)).isEqualTo(9);
  }

  @Test
  void positionsAcceptedBeforeAreCovered() {
    long claim = session.claim("a", 0).claim();
    accepted(part("a", 0, claim, 0, 5, "t"));
    refused(part("a", 0, claim, 0, 5, "t"), Verdict.COVERED);
    refused(part("a", 0, claim, 2, 4, "t"), Verdict.COVERED);
  }

  @Test
  void gapsAndOverlapsAreMisplaced() {
    long claim = session.claim("a", 0).claim();
    accepted(part("a", 0, claim, 0, 5, "t"));
    refused(part("a", 0, claim, 6, 8, "t"), Verdict.MISPLACED);
    refused(part("a", 0, claim, 4, 8, "t"), Verdict.MISPLACED);
  }

  @Test
  void anOlderClaimOfTheSameJobIsStale() {
    long old = session.claim("a", 0).claim();
    long now = session.claim("a", 0).claim();
    refused(part("a", 0, old, 0, 5, "t"), Verdict.STALE);
    accepted(part("a", 0, now, 0, 5, "t"));
  }

  @Test
  void aPartitionThatNobodyClaimedTakesNothing() {
    session.claim("a", 0);
    refused(part("a", 1, 1, 0, 5, "t"), Verdict.STALE);
  }

  @Test
  void aNewerJobFencesTheOlderEverywhere() {
    long old = session.claim("a", 0).claim();
    long elsewhere = session.claim("a", 1).claim();
    long now = session.claim("b", 0).claim();
    refused(part("a", 0, old, 0, 5, "t"), Verdict.FENCED);
    refused(part("a", 1, elsewhere, 0, 5, "t"), Verdict.FENCED);
    assertThatThrownBy(() -> session.claim("a", 1))
        .isInstanceOf(FencedException.class)
        .hasMessageContaining("JOB_FENCED")
        .hasMessageContaining("job a");
    accepted(part("b", 0, now, 0, 5, "t"));
  }

  @Test
  void aJobIsFencedAsSoonAsANewerIsRegistered() {
    long first = session.register("a");
    assertThat(session.register("a")).isEqualTo(first);
    long claim = session.claim("a", 0).claim();
    assertThat(session.register("b")).isGreaterThan(first);
    assertThat(session.isFenced("a")).isTrue();
    refused(part("a", 0, claim, 0, 5, "t"), Verdict.FENCED);
    assertThatThrownBy(() -> session.register("a")).isInstanceOf(FencedException.class);
  }

  @Test
  void whatAFencedJobHadAcceptedStays() {
    long old = session.claim("a", 0).claim();
    long id = accepted(part("a", 0, old, 0, 5, "t"));
    assertThat(session.claim("b", 0).acceptedEnd()).isEqualTo(5);
    assertThat(session.unsettled(0, 10)).extracting(Manifest::id).containsExactly(id);
  }

  @Test
  void unsettledManifestsComeWholeAndInOrder() {
    long claim = session.claim("a", 3).claim();
    Part first = part("a", 3, claim, 0, 5, "t", "datahem.raw");
    Part second = part("a", 3, claim, 5, 6, "t");
    Part third = part("a", 3, claim, 6, 7, "t");
    long one = accepted(first);
    long two = accepted(second);
    long three = accepted(third);
    assertThat(session.unsettled(0, 10))
        .containsExactly(
            new Manifest(one, first, Set.of("t", "datahem.raw")),
            new Manifest(two, second, Set.of("t")),
            new Manifest(three, third, Set.of("t")));
    assertThat(session.unsettled(one, 1)).extracting(Manifest::id).containsExactly(two);
    assertThat(session.unsettled(three, 10)).isEmpty();
    assertThat(session.unsettled(0, 10)).extracting(Manifest::token).startsWith("3:0-5", "3:5-6");
  }

  @Test
  void aManifestIsSettledWhenAllItsTablesAre() {
    long claim = session.claim("a", 0).claim();
    long one = accepted(part("a", 0, claim, 0, 5, "t", "u"));
    long two = accepted(part("a", 0, claim, 5, 9, "t"));
    session.settle("t", List.of(one, two));
    assertThat(session.unsettled(0, 10))
        .extracting(Manifest::id, Manifest::pending)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(one, Set.of("u")));
    assertThat(session.settledEnds()).isEqualTo(Map.of(0, 0L));
    session.settle("u", List.of(one));
    assertThat(session.unsettled(0, 10)).isEmpty();
    assertThat(session.settledEnds()).isEqualTo(Map.of(0, 9L));
  }

  @Test
  void settlingAgainOrTheUnknownIsHarmless() {
    long claim = session.claim("a", 0).claim();
    long one = accepted(part("a", 0, claim, 0, 5, "t"));
    session.settle("t", List.of(one));
    session.settle("t", List.of(one));
    session.settle("other", List.of(one));
    session.settle("t", List.of(one + 100));
    session.settle("t", List.of());
    assertThat(session.settledEnds()).isEqualTo(Map.of(0, 5L));
  }

  @Test
  void aPartWithoutFilesIsSettledAtOnce() {
    long claim = session.claim("a", 0).claim();
    accepted(part("a", 0, claim, 0, 5));
    assertThat(session.unsettled(0, 10)).isEmpty();
    assertThat(session.settledEnds()).isEqualTo(Map.of(0, 5L));
  }

  @Test
  void partitionsAreIndependent() {
    long zero = session.claim("a", 0).claim();
    long one = session.claim("a", 1).claim();
    long first = accepted(part("a", 0, zero, 0, 5, "t"));
    accepted(part("a", 1, one, 0, 2, "t"));
    session.settle("t", List.of(first));
    assertThat(session.acceptedEnd(0)).isEqualTo(5);
    assertThat(session.acceptedEnd(1)).isEqualTo(2);
    assertThat(session.settledEnds()).isEqualTo(Map.of(0, 5L, 1, 0L));
  }

  @Test
  void theBooksAddUpWhatIsAccepted() {
    long claim = session.claim("a", 0).claim();
    BookLine row = new BookLine("trucks", 1, Outcome.ROW, "", 3);
    BookLine dead = new BookLine("trucks", 1, Outcome.DEAD_LETTER, "JSON_INVALID", 1);
    BookLine later = new BookLine("trucks", 2, Outcome.ROW, "", 5);
    BookLine drop = new BookLine("orders", 1, Outcome.DROP, "DUPLICATE", 1);
    Part first = new Part("a", 0, claim, 0, 5, 0, List.of(), List.of(row, dead, drop));
    Part second = new Part("a", 0, claim, 5, 14, 0, List.of(), List.of(row, later, dead));
    accepted(first);
    refused(first, Verdict.COVERED);
    accepted(second);
    assertThat(session.books())
        .containsExactlyInAnyOrder(
            new BookLine("trucks", 1, Outcome.ROW, "", 6),
            new BookLine("trucks", 1, Outcome.DEAD_LETTER, "JSON_INVALID", 2),
            later,
            drop);
  }

  @Test
  void whatWasAcceptedSurvivesADeath() {
    long claim = session.claim("a", 0).claim();
    Part part = part("a", 0, claim, 0, 5, "t");
    long id = accepted(part);
    // The first session is left open, as a killed process leaves it.
    try (Session next = store(directory).open()) {
      assertThat(next.acceptedEnd(0)).isEqualTo(5);
      assertThat(next.unsettled(0, 10)).containsExactly(new Manifest(id, part, Set.of("t")));
      assertThat(next.books()).hasSize(1);
      assertThat(next.claim("a", 0).claim()).isGreaterThan(claim);
    }
    refused(part("a", 0, claim, 5, 6, "t"), Verdict.STALE);
  }

  @Test
  void ofRacingPartsOneIsAccepted() throws Exception {
    int racers = 4;
    long claim = session.claim("a", 0).claim();
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < racers; i++) {
      sessions.add(store(directory).open());
    }
    for (long round = 0; round < 10; round++) {
      long from = round * 10;
      CyclicBarrier start = new CyclicBarrier(racers);
      List<Callable<Verdict>> races = new ArrayList<>();
      for (Session racer : sessions) {
        races.add(
            () -> {
              start.await(10, TimeUnit.SECONDS);
              return racer.accept(part("a", 0, claim, from, from + 10, "t")).verdict();
            });
      }
      assertThat(run(races))
          .containsExactlyInAnyOrder(
              Verdict.ACCEPTED, Verdict.COVERED, Verdict.COVERED, Verdict.COVERED);
    }
    sessions.forEach(Session::close);
    assertThat(session.acceptedEnd(0)).isEqualTo(100);
    assertThat(session.books()).containsExactly(new BookLine("trucks", 7, Outcome.ROW, "", 100));
  }

  private static <T> List<T> run(List<Callable<T>> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(work.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(work)) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
