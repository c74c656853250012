package io.datahem.connectors.iceberg.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatestPagesTest {
  private final LatestPages pages = new LatestPages();
  private final GrowingBytes compressed = new GrowingBytes();

  @Test
  void whateverCameBeforeEveryPageBecomesWhatZstdMakesOfIt() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[][] different = new byte[2 * LatestPages.KEPT][];
    for (int i = 0; i < different.length; i++) {
      int size = i == 0 ? LatestPages.MAX_BYTES + 1 : LatestPages.MIN_BYTES - 1 + random.nextInt(3);
      different[i] = text(random, size);
    }
    for (int i = 0; i < 500; i++) {
      byte[] page = different[random.nextInt(different.length)];
      int level = 1 + random.nextInt(2);
      assertThat(compress(page, level))
          .as("seed %d, page %d", seed, i)
          .isEqualTo(Zstd.compress(page, level));
    }
  }

  @Test
  void aPageThatDiffersInItsLastByteIsAnother() {
    byte[] page = text(new Random(1), LatestPages.MIN_BYTES);
    byte[] other = page.clone();
    other[other.length - 1] ^= 1;
    compress(page, 1);
    assertThat(compress(other, 1)).isEqualTo(Zstd.compress(other, 1));
    assertThat(compress(page, 1)).isEqualTo(Zstd.compress(page, 1));
  }

  private byte[] compress(byte[] page, int level) {
    GrowingBytes from = new GrowingBytes();
    from.put(page, 0, page.length);
    compressed.clear();
    compressed.write(7);
    pages.compress(level, from, compressed);
    return Arrays.copyOf(compressed.bytes, compressed.size);
  }

  private static byte[] text(Random random, int size) {
    byte[] text = new byte[size];
    for (int i = 0; i < size; i++) {
      text[i] = (byte) ('a' + random.nextInt(16));
    }
    return text;
  }
}
