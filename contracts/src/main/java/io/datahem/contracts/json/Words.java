package io.datahem.contracts.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

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
  private static final long ZEROS = '0' * ONES;
  private static final long ABOVE_NINE = (0x80 - 10) * ONES;

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

  /**
   * Where a string's content stops, as {@link #stops}, but bytes that are not ASCII do not stop it.
   * Such bytes take no borrow, so that the lowest bit is right beside them too.
   */
  public static long ends(long word) {
    return (((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES) | (word - SPACES))
        & HIGHS
        & ~word;
  }

  /** Where an ASCII character stands, as {@link #stops}; bytes that are not ASCII may stop it. */
  public static long marks(long word, byte ascii) {
    return ((word ^ ascii * ONES) - ONES) & HIGHS;
  }

  /** Where a space, a control character, or a byte that is not ASCII stands, as {@link #stops}. */
  public static long blanks(long word) {
    return ((word - SPACES - ONES) | word) & HIGHS;
  }

  /** The bytes of a word that are not ASCII, by their high bits. */
  public static long beyondAscii(long word) {
    return word & HIGHS;
  }

  /** How many bytes stand before the first that a mask marks, 8 when it marks none. */
  public static int before(long stops) {
    return Long.numberOfTrailingZeros(stops) >>> 3;
  }

  /** One of a word's eight bytes. */
  public static byte at(long word, int index) {
    return (byte) (word >>> (8 * index));
  }

  /** The first bytes of a word, the others zero. */
  public static long first(long word, int bytes) {
    return bytes == 0 ? 0 : word & (-1L >>> (64 - 8 * bytes));
  }

  /** A text of up to eight ASCII characters as a word, zeros behind it. */
  public static long of(String ascii) {
    return padded(ascii.getBytes(StandardCharsets.US_ASCII), 0);
  }

  /** How many decimal digits a word starts with, 0 to 8. */
  public static int digits(long word) {
    return before(others(word));
  }

  /**
   * Where a word's bytes are no decimal digits, by their high bits. Those above the lowest may be
   * wrong, unless that one is of a point: only larger bytes carry.
   */
  public static long others(long word) {
    long digits = word ^ ZEROS;
    // A digit plus this stays below the high bit; a carry marks no byte before the one it is from.
    return ((digits + ABOVE_NINE) | digits) & HIGHS;
  }

  /** The number that the first digits of a word are, of which there must be 1 to 8. */
  public static long number(long word, int count) {
    // The last digit into the highest byte, zeros before the first.
    long digits = (word ^ ZEROS) << (64 - 8 * count);
    long pairs = (digits * 10 + (digits >>> 8)) & 0x00FF00FF00FF00FFL;
    long fours = (pairs * 100 + (pairs >>> 16)) & 0x0000FFFF0000FFFFL;
    return (fours * 10_000 + (fours >>> 32)) & 0xFFFFFFFFL;
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
