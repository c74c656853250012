package io.datahem.connectors.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.datahem.connectors.iceberg.parquet.CopiedFile;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.apache.iceberg.io.PositionOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalFileIOTest {
  private static final int BLOCK = UncachedFile.BLOCK_BYTES;

  private final LocalFileIO files = new LocalFileIO();
  private final Random random = new Random(17);

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 65_535, 65_536, 65_537, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, 4_000_017})
  void whatIsWrittenIsRead(int length, @TempDir Path directory) throws IOException {
    byte[] bytes = written(directory.resolve("new/a"), length);
    assertThat(Files.readAllBytes(directory.resolve("new/a"))).isEqualTo(bytes);
  }

  /** A file system in memory knows no way past the cache. */
  @Test
  void aFileSystemWithoutAWayPastTheCache() throws IOException {
    Path memory = Path.of("/dev/shm");
    assumeTrue(Files.isWritable(memory), "There is no file system in memory");
    Path directory = Files.createTempDirectory(memory, "datahem");
    Path file = directory.resolve("a");
    try {
      byte[] bytes = written(file, 2 * BLOCK + 5);
      assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
      assertThat(copied(file, 7, bytes.length))
          .isEqualTo(Arrays.copyOfRange(bytes, 7, 2 * BLOCK + 5));
    } finally {
      Files.deleteIfExists(file);
      Files.delete(directory);
    }
  }

  @Test
  void anyPartIsCopied(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("a");
    byte[] bytes = written(file, 3 * BLOCK + 4_321);
    for (int i = 0; i < 50; i++) {
      int from = random.nextInt(bytes.length);
      int to = from + random.nextInt(bytes.length - from + 1);
      assertThat(copied(file, from, to)).isEqualTo(Arrays.copyOfRange(bytes, from, to));
    }
    assertThat(copied(file, 4, bytes.length)).isEqualTo(Arrays.copyOfRange(bytes, 4, bytes.length));
  }

  /** What is not allowed past the cache, or is not there for it, goes through it. */
  @Test
  void whatIsRefusedIsLeftToTheCache(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("a");
    written(file, 0);
    ByteBuffer crooked = ByteBuffer.allocate(10);
    try (UncachedFile uncached = UncachedFile.write(file)) {
      assertThat(uncached == null || !uncached.put(crooked, 0)).isTrue();
    }
    assertThat(crooked.remaining()).isEqualTo(10);
    assertThat(Files.size(file)).isZero();
    assertThat(UncachedFile.write(directory.resolve("none"))).isNull();
    assertThat(UncachedFile.write(Path.of("/proc/self/comm"))).isNull();
  }

  @Test
  void aFileThatEndsEarly(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("a");
    byte[] bytes = written(file, BLOCK + 5);
    assertThatThrownBy(() -> copied(file, 0, bytes.length + 1))
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("ends early");
  }

  private byte[] copied(Path file, long from, long to) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ((CopiedFile) files.newInputFile(file.toString())).copy(from, to, out);
    return out.toByteArray();
  }

  /** Writes random bytes, in parts of any size. */
  private byte[] written(Path file, int length) throws IOException {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    try (PositionOutputStream out = files.newOutputFile(file.toString()).create()) {
      int at = 0;
      while (at < length) {
        int count = Math.min(length - at, 1 + random.nextInt(random.nextBoolean() ? 9 : 300_000));
        if (count == 1) {
          out.write(bytes[at]);
        } else {
          out.write(bytes, at, count);
        }
        at += count;
        assertThat(out.getPos()).isEqualTo(at);
      }
    }
    return bytes;
  }
}
