package io.datahem.pipeline.ids;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Ids of one hour in a file that never changes: a header, then 16 bytes an id by rising hash, then
 * a Bloom filter of 12 bits an id, each id's bits in one block of 64 bytes. The file is mapped:
 * what it takes of memory is the page cache's, and a new id costs one block of it (about 1 in 100
 * asks further). Hashes are spread evenly, so an id is looked for where it should stand.
 * Thread-safe.
 */
final class IdFile {
  private static final long MAGIC = 0x3130_5344_4948_4144L;
  private static final int HEADER_BYTES = 64;
  private static final int ENTRY_BYTES = 16;
  private static final int BLOCK_BYTES = 64;
  private static final int FILTER_BITS_PER_ID = 12;
  private static final int PROBES = 6;
  private static final int BUFFER_BYTES = 1 << 16;

  /** So many fit a mapping with their filter. */
  static final int MAX_IDS = 1 << 26;

  private final Path path;
  private final MappedByteBuffer bytes;
  private final int size;
  private final long blocks;

  private IdFile(Path path, MappedByteBuffer bytes) {
    this.path = path;
    this.bytes = bytes;
    this.size = (int) bytes.getLong(8);
    this.blocks = blocks(size);
  }

  Path path() {
    return path;
  }

  int size() {
    return size;
  }

  /**
   * Writes ids, durably.
   *
   * @param count how many they are
   */
  static IdFile write(Path path, IdCursor ids, int count) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      long[] filter = new long[Math.toIntExact(blocks(count) * BLOCK_BYTES / Long.BYTES)];
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      buffer.putLong(MAGIC).putLong(count).position(HEADER_BYTES);
      while (ids.next()) {
        room(out, buffer, ENTRY_BYTES);
        buffer.putLong(ids.hash()).putLong(ids.place());
        mark(filter, ids.hash());
      }
      for (long word : filter) {
        room(out, buffer, Long.BYTES);
        buffer.putLong(word);
      }
      room(out, buffer, BUFFER_BYTES);
      out.force(true);
    }
    return open(path);
  }

  /**
   * Opens a file.
   *
   * @throws IOException when it is not whole
   */
  static IdFile open(Path path) throws IOException {
    try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ)) {
      if (in.size() < HEADER_BYTES) {
        throw new IOException("Cannot read " + path + ": it ends within its header");
      }
      MappedByteBuffer bytes = in.map(MapMode.READ_ONLY, 0, in.size());
      bytes.order(ByteOrder.LITTLE_ENDIAN);
      long count = bytes.getLong(8);
      if (bytes.getLong(0) != MAGIC
          || count < 0
          || count > MAX_IDS
          || HEADER_BYTES + count * ENTRY_BYTES + blocks(count) * BLOCK_BYTES != in.size()) {
        throw new IOException("Cannot read " + path + ": it is no whole file of ids");
      }
      return new IdFile(path, bytes);
    }
  }

  private static void room(FileChannel out, ByteBuffer buffer, int needed) throws IOException {
    if (buffer.remaining() < needed) {
      buffer.flip();
      while (buffer.hasRemaining()) {
        out.write(buffer);
      }
      buffer.clear();
    }
  }

  /** The place an id was first seen at, {@link IdPlace#NONE} when it is not here. */
  long find(long hash, long like) {
    if (!mayHold(hash)) {
      return IdPlace.NONE;
    }
    for (int at = firstFrom(hash); at < size && hashAt(at) == hash; at++) {
      if (IdPlace.isSameId(placeAt(at), like)) {
        return placeAt(at);
      }
    }
    return IdPlace.NONE;
  }

  /** The first id whose hash is not smaller. */
  private int firstFrom(long hash) {
    // Hashes are signed and evenly spread: as a share of all values, and so of all ids.
    int guess = (int) Math.min(size - 1L, (long) ((hash * 0x1p-64 + 0.5) * size));
    int step = 64;
    int low = guess;
    while (low > 0 && hashAt(low) >= hash) {
      low = Math.max(0, low - step);
      step <<= 1;
    }
    int high = guess;
    step = 64;
    while (high < size && hashAt(high) < hash) {
      low = high;
      high = (int) Math.min(size, (long) high + step);
      step <<= 1;
    }
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (hashAt(middle) < hash) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private long hashAt(int index) {
    return bytes.getLong(HEADER_BYTES + index * ENTRY_BYTES);
  }

  private long placeAt(int index) {
    return bytes.getLong(HEADER_BYTES + index * ENTRY_BYTES + Long.BYTES);
  }

  // --- the filter ---

  private static long blocks(long count) {
    return Math.max(1, (count * FILTER_BITS_PER_ID + 511) / 512);
  }

  private static int block(long hash, long blocks) {
    return (int) (((hash >>> 32) * blocks) >>> 32);
  }

  /** Nine bits a probe; not those of the block. */
  private static long probes(long hash) {
    return (hash ^ (hash >>> 31)) * 0x9E37_79B9_7F4A_7C15L;
  }

  private static void mark(long[] filter, long hash) {
    int first = block(hash, filter.length / 8) * 8;
    long probes = probes(hash) >>> 10;
    for (int i = 0; i < PROBES; i++, probes >>>= 9) {
      filter[first + (int) ((probes >>> 6) & 7)] |= 1L << (probes & 63);
    }
  }

  private boolean mayHold(long hash) {
    int first = HEADER_BYTES + size * ENTRY_BYTES + block(hash, blocks) * BLOCK_BYTES;
    long probes = probes(hash) >>> 10;
    for (int i = 0; i < PROBES; i++, probes >>>= 9) {
      long word = bytes.getLong(first + (int) ((probes >>> 6) & 7) * Long.BYTES);
      if ((word & (1L << (probes & 63))) == 0) {
        return false;
      }
    }
    return true;
  }

  /** All ids by rising hash. */
  IdCursor sorted() {
    return new IdCursor() {
      private int at = -1;

      @Override
      public boolean next() {
        return ++at < size;
      }

      @Override
      public long hash() {
        return hashAt(at);
      }

      @Override
      public long place() {
        return placeAt(at);
      }
    };
  }
}
