package io.datahem.connectors.iceberg;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of large files on their way past the operating system's cache. Files that are synced before
 * anybody may read them gain nothing from the cache: it costs a copy and new pages, and pushes out
 * the log, which is read soon. Where a file system knows no such way, the cache is used.
 *
 * <p>Bytes go in blocks of {@link #BLOCK_BYTES}, to places that are multiples of it. Buffers of one
 * block are lent; at most {@value #MAX_IDLE} wait to be used again. Not thread-safe.
 */
final class UncachedFile implements AutoCloseable {
  static final int BLOCK_BYTES = 1 << 20;

  private static final int MAX_IDLE = 4;

  /** No file system that is known asks for more. */
  private static final int ALIGNMENT = 1 << 16;

  private static final ArrayBlockingQueue<ByteBuffer> IDLE = new ArrayBlockingQueue<>(MAX_IDLE);

  private final FileChannel channel;

  private UncachedFile(FileChannel channel) {
    this.channel = channel;
  }

  /** Opens a file that exists; null when it cannot be written past the cache. */
  static @Nullable UncachedFile write(Path path) {
    return open(path, StandardOpenOption.WRITE);
  }

  private static @Nullable UncachedFile open(Path path, StandardOpenOption how) {
    try {
      return new UncachedFile(FileChannel.open(path, how, ExtendedOpenOption.DIRECT));
    } catch (IOException | UnsupportedOperationException e) {
      // Whoever opens it without finds the same fault, if it is one.
      return null;
    }
  }

  /** An empty buffer of one block, to be given back. */
  static ByteBuffer lend() {
    ByteBuffer buffer = IDLE.poll();
    return buffer == null
        ? ByteBuffer.allocateDirect(BLOCK_BYTES + ALIGNMENT).alignedSlice(ALIGNMENT)
        : buffer.clear();
  }

  static void giveBack(ByteBuffer buffer) {
    // One too many is collected with whatever else nobody uses.
    boolean unused = IDLE.offer(buffer);
  }

  /**
   * Writes a block.
   *
   * @param block full
   * @param at a multiple of {@link #BLOCK_BYTES}
   * @return false when some of it is left to be written through the cache, where a fault that is
   *     not of this way alone is found again
   */
  boolean put(ByteBuffer block, long at) {
    try {
      while (block.hasRemaining()) {
        channel.write(block, at + block.position());
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Copies a part of a file.
   *
   * @throws EOFException when the file ends before
   */
  static void copy(Path path, long from, long to, OutputStream out) throws IOException {
    ByteBuffer block = lend();
    UncachedFile uncached = open(path, StandardOpenOption.READ);
    try (FileChannel channel =
        uncached == null ? FileChannel.open(path, StandardOpenOption.READ) : uncached.channel) {
      byte[] bytes = new byte[(int) Math.min(BLOCK_BYTES, to - from)];
      long at = from;
      while (at < to) {
        // Reading starts at a block's edge, whatever is wanted of it.
        long edge = at - at % ALIGNMENT;
        int read = channel.read(block.clear(), edge);
        int count = (int) (Math.min(edge + read, to) - at);
        if (read < 0 || count <= 0) {
          throw new EOFException("Cannot read " + path + ": it ends early");
        }
        block.position((int) (at - edge));
        block.get(bytes, 0, count);
        out.write(bytes, 0, count);
        at += count;
      }
    } finally {
      giveBack(block);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
