package io.datahem.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeenIdsTest {
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long NOW = 500_000 * HOUR;

  @Test
  void knowsAnIdByItsStream() {
    SeenIds ids = new SeenIds(Duration.ofHours(24), 1_000);
    assertThat(ids.firstOffset("a", "x", 7, NOW)).isEqualTo(-1);
    assertThat(ids.firstOffset("a", "x", 8, NOW + HOUR)).isEqualTo(7);
    assertThat(ids.firstOffset("b", "x", 9, NOW)).isEqualTo(-1);
    assertThat(ids.firstOffset("a", "y", 0, NOW)).isEqualTo(-1);
    assertThat(ids.firstOffset("a", "y", 1, NOW)).isZero();
  }

  @Test
  void forgetsBeyondTheHorizonAndTheLimit() {
    SeenIds ids = new SeenIds(Duration.ofHours(2), 10);
    ids.firstOffset("a", "old", 1, NOW);
    assertThat(ids.firstOffset("a", "old", 2, NOW + 3 * HOUR)).isEqualTo(-1);
    for (int i = 0; i < 20; i++) {
      ids.firstOffset("a", "id" + i, i, NOW + 4 * HOUR);
    }
    assertThat(ids.size()).isEqualTo(20);
    ids.firstOffset("a", "next", 30, NOW + 5 * HOUR);
    assertThat(ids.size()).as("the older hours went").isEqualTo(1);
  }

  @Test
  void isRightForRandomIds() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    SeenIds ids = new SeenIds(Duration.ofHours(24), 1_000_000);
    Map<String, Long> expected = new HashMap<>();
    for (long offset = 0; offset < 50_000; offset++) {
      String id = Integer.toString(random.nextInt(30_000));
      Long first = expected.putIfAbsent(id, offset);
      assertThat(ids.firstOffset("s", id, offset, NOW))
          .as("seed %d, offset %d", seed, offset)
          .isEqualTo(first == null ? -1 : first);
    }
  }
}
