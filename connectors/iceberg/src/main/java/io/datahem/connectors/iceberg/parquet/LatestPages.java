package io.datahem.connectors.iceberg.parquet;

import java.util.Arrays;

/**
 * The large pages that a thread has compressed last. Files that are written side by side have
 * columns in common, an event's id and attributes in its row and in the raw event: while they hold
 * the same events their pages are the same bytes, and comparing takes a tenth of compressing. At
 * most {@value #KEPT} are kept, of up to {@value #MAX_BYTES} bytes each. Not thread-safe.
 */
final class LatestPages {
  /** As many as are cut by one event between a column's page and that of its like. */
  static final int KEPT = 4;

  /** Smaller ones are not worth it. */
  static final int MIN_BYTES = 64 << 10;

  /** A page that is full has somewhat more than a megabyte. */
  static final int MAX_BYTES = 2 << 20;

  private static final ThreadLocal<LatestPages> OWN = ThreadLocal.withInitial(LatestPages::new);

  private final Page[] pages = new Page[KEPT];
  private int next;

  /** A page and what it was compressed to, in arrays that are used again. Not thread-safe. */
  private static final class Page {
    private int level;
    private byte[] plain = {};
    private int plainSize;
    private byte[] compressed = {};
    private int compressedSize;

    boolean is(int wanted, GrowingBytes from) {
      return plainSize == from.size
          && level == wanted
          && Arrays.equals(plain, 0, plainSize, from.bytes, 0, from.size);
    }

    void set(int by, GrowingBytes from, GrowingBytes to) {
      level = by;
      plain = copy(from, plain);
      plainSize = from.size;
      compressed = copy(to, compressed);
      compressedSize = to.size;
    }

    private static byte[] copy(GrowingBytes from, byte[] to) {
      byte[] room = to.length < from.size ? new byte[from.size + (from.size >> 3)] : to;
      System.arraycopy(from.bytes, 0, room, 0, from.size);
      return room;
    }
  }

  /** None yet. */
  LatestPages() {
    Arrays.setAll(pages, i -> new Page());
  }

  /** Those of the calling thread. */
  static LatestPages own() {
    return OWN.get();
  }

  /** Replaces what is in {@code to} by what zstd makes of a page. */
  void compress(int level, GrowingBytes from, GrowingBytes to) {
    if (from.size < MIN_BYTES || from.size > MAX_BYTES) {
      ZstdContexts.compress(level, from, to);
      return;
    }
    for (Page page : pages) {
      if (page.is(level, from)) {
        to.clear();
        to.put(page.compressed, 0, page.compressedSize);
        return;
      }
    }
    ZstdContexts.compress(level, from, to);
    pages[next].set(level, from, to);
    next = (next + 1) % KEPT;
  }
}
