package io.datahem.connectors.iceberg.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The least and the greatest of byte strings. Most values are told apart by their first eight
 * bytes. Not thread-safe.
 */
final class ByteBounds {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Turns the first bytes into a number that is ordered as a signed one. */
  private final long flip;

  private byte @Nullable [] min;
  private byte @Nullable [] max;
  private long minStart = Long.MAX_VALUE;
  private long maxStart = Long.MIN_VALUE;

  /**
   * No bounds yet.
   *
   * @param signed true when the first bit is a sign, as of a decimal; all are of one length then
   */
  ByteBounds(boolean signed) {
    this.flip = signed ? 0 : Long.MIN_VALUE;
  }

  /** Takes a value; at least eight bytes of the array are behind its start. */
  void add(byte[] bytes, int from, int length) {
    long start = (long) LONG.get(bytes, from);
    if (length < Long.BYTES) {
      int unused = Long.SIZE - length * Byte.SIZE;
      start = length == 0 ? 0 : start & (-1L << unused);
    }
    start ^= flip;
    if (start <= minStart && isLess(bytes, from, length, start)) {
      min = Arrays.copyOfRange(bytes, from, from + length);
      minStart = start;
    }
    if (start >= maxStart && isGreater(bytes, from, length, start)) {
      max = Arrays.copyOfRange(bytes, from, from + length);
      maxStart = start;
    }
  }

  private boolean isLess(byte[] bytes, int from, int length, long start) {
    byte[] least = min;
    return least == null
        || start < minStart
        || Arrays.compareUnsigned(bytes, from, from + length, least, 0, least.length) < 0;
  }

  private boolean isGreater(byte[] bytes, int from, int length, long start) {
    byte[] greatest = max;
    return greatest == null
        || start > maxStart
        || Arrays.compareUnsigned(bytes, from, from + length, greatest, 0, greatest.length) > 0;
  }

  void add(ByteBounds others) {
    add(others.min);
    add(others.max);
  }

  private void add(byte @Nullable [] value) {
    if (value != null) {
      add(Arrays.copyOf(value, value.length + Long.BYTES), 0, value.length);
    }
  }

  byte @Nullable [] min() {
    return min;
  }

  byte @Nullable [] max() {
    return max;
  }

  void clear() {
    min = null;
    max = null;
    minStart = Long.MAX_VALUE;
    maxStart = Long.MIN_VALUE;
  }
}
