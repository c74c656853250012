package io.datahem.contracts.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes at a time. The first byte is the lowest, so that the position of a hit is the number
 * of trailing zeros.
 */
public final class Words {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long SPACES = ' ' * ONES;

  /** The eight bytes from here on; all of them must lie inside the array. */
  public static long get(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  /** Writes eight bytes; all of them must lie inside the array. */
  public static void set(byte[] bytes, int at, long word) {
    LONGS.set(bytes, at, word);
  }

  /**
   * Where a string's plain text stops: the lowest high bit set marks a quote, a backslash, a
   * control character or a byte that is not ASCII. Bits above the lowest may be wrong: a borrow
   * went through them.
   */
  public static long stops(long word) {
    return (((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES) | (word - SPACES) | word)
        & HIGHS;
  }

  /** How many bytes stand before the one that a mask of {@link #stops} marks. */
  public static int before(long stops) {
    return Long.numberOfTrailingZeros(stops) >>> 3;
  }

  /** The first bytes of a word, the others zero. */
  public static long first(long word, int bytes) {
    return bytes == 0 ? 0 : word & (-1L >>> (64 - 8 * bytes));
  }

  /** The first bytes of an array as a word, zeros where it has no more. */
  static long padded(byte[] bytes, int at) {
    long word = 0;
    for (int i = Math.min(bytes.length, at + 8) - 1; i >= at; i--) {
      word = word << 8 | (bytes[i] & 0xFF);
    }
    return word;
  }

  private Words() {}
}
