package io.datahem.connectors.iceberg.parquet;

import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Bytes that are appended to, numbers little-endian. The array is open to who fills it: {@link
 * #reserve} first, then write behind {@link #size}, then move it. Not thread-safe.
 */
final class GrowingBytes extends OutputStream {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final byte[] NONE = {};
  private static final int FIRST_BYTES = 128;
  private static final int MAX_BYTES = Integer.MAX_VALUE - 16;

  byte[] bytes = NONE;
  int size;

  /** Makes room for so many bytes, and for a word of eight behind them. */
  void reserve(int more) {
    if (bytes.length - size < more + Long.BYTES) {
      grow(more);
    }
  }

  private void grow(int more) {
    long needed = (long) size + more + Long.BYTES;
    if (needed > MAX_BYTES) {
      throw new IllegalStateException(
          "Cannot write a page of " + needed + " bytes, expected at most " + MAX_BYTES);
    }
    long doubled = Math.max(FIRST_BYTES, 2L * bytes.length);
    byte[] before = bytes;
    bytes = ByteArrays.lend((int) Math.min(MAX_BYTES, Math.max(needed, doubled)));
    System.arraycopy(before, 0, bytes, 0, size);
    ByteArrays.giveBack(before);
  }

  /** Nothing is in it, and its array goes to whoever needs one. */
  void release() {
    ByteArrays.giveBack(bytes);
    bytes = NONE;
    size = 0;
  }

  void putInt(int value) {
    reserve(Integer.BYTES);
    setInt(size, value);
    size += Integer.BYTES;
  }

  void putLong(long value) {
    reserve(Long.BYTES);
    setLong(size, value);
    size += Long.BYTES;
  }

  /** An unsigned number in groups of seven bits, the lowest first. */
  void putVarint(int value) {
    reserve(5);
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  void put(byte[] from, int start, int length) {
    reserve(length);
    System.arraycopy(from, start, bytes, size, length);
    size += length;
  }

  /** Appends what remains of a buffer, which stays as it is. */
  void put(ByteBuffer from) {
    int length = from.remaining();
    reserve(length);
    from.duplicate().get(bytes, size, length);
    size += length;
  }

  void put(GrowingBytes other) {
    put(other.bytes, 0, other.size);
  }

  /** Overwrites; the bytes must have been reserved. */
  void setInt(int at, int value) {
    INT.set(bytes, at, value);
  }

  /** Overwrites; the bytes must have been reserved. */
  void setLong(int at, long value) {
    LONG.set(bytes, at, value);
  }

  int getInt(int at) {
    return (int) INT.get(bytes, at);
  }

  @Override
  public void write(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  @Override
  public void write(byte[] from, int start, int length) {
    put(from, start, length);
  }

  void clear() {
    size = 0;
  }
}
