package io.datahem.pipeline.ids;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeenIdsTest {
  private static final Duration DAY = Duration.ofHours(24);
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long NOW = 500_000 * HOUR;
  private static final int PARTITION = 3;

  @TempDir Path root;
  private final IdCounts counts = new IdCounts();

  /** An event with an id, and whether one before it had that. */
  private record Logged(String id, long timeMillis, boolean isRepeat) {}

  private SeenIds open(Duration horizon, long maxIds, int maxTableIds) {
    return new SeenIds(
        root, PARTITION, new SeenIds.Horizon(horizon, Duration.ZERO), maxIds, maxTableIds, counts);
  }

  private static long first(SeenIds ids, String stream, String id, long offset, long timeMillis) {
    return ids.firstOffset(new SeenIds.Seen(stream, id, offset, timeMillis), 0);
  }

  @Test
  void knowsAnIdByItsStream() {
    SeenIds ids = open(DAY, 1_000, 100);
    assertThat(first(ids, "a", "x", 7, NOW)).isEqualTo(-1);
    assertThat(first(ids, "a", "x", 8, NOW + HOUR)).isEqualTo(7);
    assertThat(first(ids, "b", "x", 9, NOW)).isEqualTo(-1);
    assertThat(first(ids, "a", "y", 10, NOW)).isEqualTo(-1);
    assertThat(first(ids, "a", "y", 11, NOW)).isEqualTo(10);
  }

  @Test
  void aPositionThatIsReplayedIsNotItsOwnRepeat() {
    SeenIds ids = open(DAY, 1_000, 1);
    assertThat(first(ids, "a", "x", 7, NOW)).isEqualTo(-1);
    assertThat(first(ids, "a", "x", 8, NOW)).isEqualTo(7);
    assertThat(first(ids, "a", "x", 7, NOW)).isEqualTo(-1);
    assertThat(first(ids, "a", "x", 8, NOW)).isEqualTo(7);
    assertThat(ids.size()).isEqualTo(1);
  }

  @Test
  void forgetsBeyondTheHorizonInMemoryAndInFiles() throws IOException {
    for (int maxTableIds : new int[] {100, 1}) {
      SeenIds ids = open(Duration.ofHours(2), 1_000, maxTableIds);
      ids.restore(0).end(0);
      first(ids, "a", "old", 1, NOW);
      assertThat(first(ids, "a", "old", 2, NOW + 2 * HOUR)).isEqualTo(1);
      assertThat(first(ids, "a", "old", 3, NOW + 3 * HOUR)).isEqualTo(-1);
      first(ids, "a", "new", 4, NOW + 6 * HOUR);
      assertThat(ids.size()).isEqualTo(2);
    }
    assertThat(files()).hasSize(2);
    assertThat(counts.forgotten()).isZero();
  }

  @Test
  void aStreamMayHaveAHorizonOfItsOwn() {
    for (int maxTableIds : new int[] {100, 1}) {
      SeenIds ids = open(Duration.ofHours(2), 1_000, maxTableIds);
      ids.restore(0).end(0);
      long[] found = new long[6];
      int offset = 0;
      for (int hours : new int[] {1, 0, 48}) {
        String stream = "of-" + hours;
        ids.firstOffset(new SeenIds.Seen(stream, "x", offset, NOW), hours);
        offset++;
      }
      for (int later : new int[] {2, 40}) {
        for (int hours : new int[] {1, 0, 48}) {
          String stream = "of-" + hours;
          long time = NOW + later * HOUR;
          found[offset - 3] = ids.firstOffset(new SeenIds.Seen(stream, "x", offset, time), hours);
          offset++;
        }
      }
      assertThat(found).containsExactly(-1, 1, 2, -1, -1, 2);
    }
  }

  @Test
  void whatCameAgainBeyondTheHorizonHidesNoRepeatOfBefore() {
    SeenIds ids = open(Duration.ofHours(2), 1_000, 1);
    assertThat(first(ids, "a", "x", 10, NOW)).isEqualTo(-1);
    assertThat(first(ids, "a", "x", 50, NOW + HOUR)).isEqualTo(10);
    assertThat(first(ids, "a", "x", 100, NOW + 3 * HOUR)).isEqualTo(-1);
    SeenIds replayed = open(Duration.ofHours(2), 1_000, 1);
    assertThat(first(replayed, "a", "x", 10, NOW)).isEqualTo(-1);
    assertThat(first(replayed, "a", "x", 50, NOW + HOUR)).isEqualTo(10);
    assertThat(first(replayed, "a", "x", 100, NOW + 3 * HOUR)).isEqualTo(-1);
  }

  @Test
  void countsWhatItForgetsBeyondTheLimit() {
    SeenIds ids = open(DAY, 20, 10);
    for (int i = 0; i < 40; i++) {
      assertThat(first(ids, "a", "id" + i, i, NOW + i * HOUR / 10)).isEqualTo(-1);
    }
    assertThat(ids.size()).isEqualTo(20);
    assertThat(counts.forgotten()).isEqualTo(20);
    assertThat(counts.remembered()).isEqualTo(20);
    assertThat(first(ids, "a", "id39", 40, NOW + 4 * HOUR)).isEqualTo(39);
    assertThat(first(ids, "a", "id0", 41, NOW + 4 * HOUR)).isEqualTo(-1);
  }

  @Test
  void knowsOtherPartitionsIdsWhateverTheirOffset() {
    SeenIds ids = open(DAY, 1_000, 100);
    SeenIds.Restoration missing = ids.restore(5);
    missing.own(new SeenIds.Seen("a", "own", 2, NOW), 0);
    missing.elsewhere(new SeenIds.Seen("a", "other", 1_000, NOW), 0);
    missing.end(NOW);
    SeenIds again = open(DAY, 1_000, 100);
    assertThat(again.grownAtMillis()).isEqualTo(NOW);
    assertThat(again.coveredEnd()).isEqualTo(5);
    assertThat(first(again, "a", "other", 6, NOW)).isEqualTo(1_000);
    assertThat(first(again, "a", "own", 7, NOW)).isEqualTo(2);
  }

  @Test
  void startsAnewWhenNothingIsAcceptedOrAFileIsNotWhole() throws IOException {
    SeenIds ids = open(DAY, 1_000, 1);
    first(ids, "a", "x", 7, NOW);
    assertThat(open(DAY, 1_000, 1).coveredEnd()).isEqualTo(8);

    Path file = files().get(0);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 90));
    SeenIds cut = open(DAY, 1_000, 1);
    assertThat(cut.coveredEnd()).isZero();
    assertThat(first(cut, "a", "x", 9, NOW)).isEqualTo(-1);
    assertThat(first(cut, "a", "x", 10, NOW)).isEqualTo(9);

    SeenIds lost = open(DAY, 1_000, 1);
    lost.restore(0).end(0);
    assertThat(first(lost, "a", "x", 0, NOW)).isEqualTo(-1);
  }

  /** A log is read by one index after another, each from some accepted end, and some die. */
  @Test
  void agreesWithAPlainSetOverKillsAndReplays() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Logged> log = log(random, 30_000);
    int accepted = 0;
    while (accepted < log.size()) {
      if (accepted > 0 && random.nextInt(10) == 0) {
        // What a process left that died while it wrote.
        Files.write(root.resolve("partition-" + PARTITION).resolve("77777.ids"), new byte[100]);
      }
      SeenIds ids = open(DAY, 1_000_000, 1 + random.nextInt(900));
      restore(ids, log, accepted, random);
      int died = Math.min(log.size(), accepted + random.nextInt(4_000));
      for (int offset = accepted; offset < died; offset++) {
        Logged event = log.get(offset);
        long before = first(ids, "s", event.id, offset, event.timeMillis);
        assertThat(before >= 0).as("seed %d, offset %d", seed, offset).isEqualTo(event.isRepeat);
        assertThat(before).isLessThan(offset);
        if (before >= 0) {
          assertThat(log.get((int) before).id).isEqualTo(event.id);
        }
      }
      accepted += died == accepted ? 0 : random.nextInt(died - accepted + 1);
    }
  }

  private static void restore(SeenIds ids, List<Logged> log, int accepted, Random random) {
    SeenIds.Restoration missing = ids.restore(accepted);
    List<Integer> offsets = new ArrayList<>();
    for (int offset = (int) ids.coveredEnd(); offset < accepted; offset++) {
      offsets.add(offset);
    }
    Collections.shuffle(offsets, random);
    for (int offset : offsets) {
      Logged event = log.get(offset);
      missing.own(new SeenIds.Seen("s", event.id, offset, event.timeMillis), 0);
    }
    missing.end(0);
  }

  /** Twelve hours of ids of which a third come again. */
  private static List<Logged> log(Random random, int events) {
    Set<String> known = new HashSet<>();
    List<Logged> log = new ArrayList<>();
    for (int offset = 0; offset < events; offset++) {
      String id = Integer.toString(random.nextInt(events));
      long time = NOW + 12 * HOUR * offset / events;
      log.add(new Logged(id, time, !known.add(id)));
    }
    return log;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("partition-" + PARTITION))) {
      return files.filter(file -> file.toString().endsWith(".ids")).toList();
    }
  }
}
