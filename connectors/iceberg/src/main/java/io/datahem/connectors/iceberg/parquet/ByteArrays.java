package io.datahem.connectors.iceberg.parquet;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Large arrays of files that are written, for the files that come next: new ones would have to be
 * cleared, and moved as long as they live. At most an eighth of the heap waits; what is in them is
 * of the file before. Thread-safe.
 */
final class ByteArrays {
  /** Shorter ones are left to the garbage collector. */
  static final int MIN_BYTES = 1 << 15;

  private static final int MAX_BYTES = 1 << 26;
  static final long MAX_IDLE_BYTES = Runtime.getRuntime().maxMemory() / 8;

  /** By length, each twice the one before. */
  private static final List<ConcurrentLinkedDeque<byte[]>> IDLE = new ArrayList<>();

  private static final AtomicLong IDLE_BYTES = new AtomicLong();

  static {
    for (int bytes = MIN_BYTES; bytes <= MAX_BYTES; bytes *= 2) {
      IDLE.add(new ConcurrentLinkedDeque<>());
    }
  }

  /** An array of so many bytes at least. */
  static byte[] lend(int bytes) {
    if (bytes < MIN_BYTES || bytes > MAX_BYTES) {
      return new byte[bytes];
    }
    int length = Integer.highestOneBit(bytes - 1) << 1;
    byte[] idle = idle(length).pollFirst();
    if (idle == null) {
      return new byte[length];
    }
    IDLE_BYTES.addAndGet(-length);
    return idle;
  }

  /** Takes an array that nobody uses any more; one of another length than are lent is left. */
  static void giveBack(byte[] array) {
    int length = array.length;
    if (length < MIN_BYTES || length > MAX_BYTES || Integer.bitCount(length) != 1) {
      return;
    }
    if (IDLE_BYTES.addAndGet(length) > MAX_IDLE_BYTES) {
      IDLE_BYTES.addAndGet(-length);
    } else {
      idle(length).addFirst(array);
    }
  }

  private static ConcurrentLinkedDeque<byte[]> idle(int length) {
    return IDLE.get(Integer.numberOfTrailingZeros(length / MIN_BYTES));
  }

  private ByteArrays() {}
}
