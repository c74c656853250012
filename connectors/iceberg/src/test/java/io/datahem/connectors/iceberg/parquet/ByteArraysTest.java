package io.datahem.connectors.iceberg.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ByteArraysTest {
  private static final int LARGE = 1 << 26;

  @Test
  void theLengthIsEnoughAndOneThatIsLentAgain() {
    for (int bytes : new int[] {1, 128, 32_767, 32_768, 32_769, 100_000, LARGE - 1, LARGE}) {
      assertThat(ByteArrays.lend(bytes).length).isBetween(bytes, 2 * bytes);
    }
    assertThat(ByteArrays.lend(LARGE + 1).length).isEqualTo(LARGE + 1);
    byte[] array = ByteArrays.lend(1 << 20);
    ByteArrays.giveBack(array);
    assertThat(ByteArrays.lend((1 << 20) - 5) == array).isTrue();
  }

  @Test
  void noMoreThanTheBoundWait() {
    int room = (int) (ByteArrays.MAX_IDLE_BYTES / (LARGE / 4));
    Set<byte[]> given = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < room + 2; i++) {
      given.add(new byte[LARGE / 4]);
    }
    given.forEach(ByteArrays::giveBack);
    List<byte[]> again = new ArrayList<>();
    for (int i = 0; i < room + 2; i++) {
      again.add(ByteArrays.lend(LARGE / 4));
    }
    // Fewer when others wait.
    assertThat(again.stream().filter(given::contains).count()).isBetween(1L, (long) room);
    Set<byte[]> different = Collections.newSetFromMap(new IdentityHashMap<>());
    different.addAll(again);
    assertThat(different.size()).isEqualTo(again.size());
  }

  @Test
  void whatGrowsKeepsItsBytes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int turn = 0; turn < 20; turn++) {
      GrowingBytes grown = new GrowingBytes();
      byte[] part = new byte[10_000];
      random.nextBytes(part);
      int parts = 1 + random.nextInt(300);
      for (int i = 0; i < parts; i++) {
        grown.put(part, 0, part.length);
      }
      for (int i = 0; i < parts; i++) {
        for (int at = 0; at < part.length; at += 997) {
          assertThat(grown.bytes[i * part.length + at]).as("seed %d", seed).isEqualTo(part[at]);
        }
      }
      grown.release();
      assertThat(grown.size).isZero();
    }
  }
}
