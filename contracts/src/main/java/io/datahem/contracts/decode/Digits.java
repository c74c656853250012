package io.datahem.contracts.decode;

import io.datahem.contracts.json.Words;

/**
 * Up to fifteen decimal digits read by words of eight, and what number they are: both in one long,
 * so that nothing is allocated for them.
 */
final class Digits {

  /** As many digits as every whole number has that a double holds exactly. */
  static final int MAX_EXACT = 15;

  private static final int COUNT_BITS = 8;
  private static final int WORD = 8;
  private static final long[] WHOLE_POWERS = {
    1,
    10,
    100,
    1_000,
    10_000,
    100_000,
    1_000_000,
    10_000_000,
    100_000_000L,
    1_000_000_000L,
    10_000_000_000L,
    100_000_000_000L,
    1_000_000_000_000L,
    10_000_000_000_000L,
    100_000_000_000_000L,
    1_000_000_000_000_000L
  };
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  /**
   * The digits that start here, with no zero before others.
   *
   * @return negative when there is none, or a leading zero, or more than fifteen
   */
  static long take(byte[] text, int at) {
    long digits = takeAny(text, at);
    return text[at] == '0' && count(digits) != 1 ? -1 : digits;
  }

  /**
   * The digits that start here.
   *
   * @return negative when there is none, or more than fifteen
   */
  static long takeAny(byte[] text, int at) {
    long word = Words.get(text, at);
    int count = Words.digits(word);
    if (count < WORD) {
      return count == 0 ? -1 : (Words.number(word, count) << COUNT_BITS) | count;
    }
    long next = Words.get(text, at + WORD);
    int more = Words.digits(next);
    if (more == WORD) {
      return -1;
    }
    long number = Words.number(word, WORD);
    if (more > 0) {
      number = number * WHOLE_POWERS[more] + Words.number(next, more);
    }
    return (number << COUNT_BITS) | (WORD + more);
  }

  /**
   * The digits on both sides of a point, which all stand in the next seven bytes, without it.
   *
   * @return the number in {@link #value}, and in {@link #count} the digits behind the point plus
   *     sixteen times those before it; negative when what stands here is anything else
   */
  static long takeShortDecimal(byte[] text, int at) {
    long word = Words.get(text, at);
    long others = Words.others(word);
    int whole = Words.before(others);
    int fraction = Words.before(others & (others - 1)) - whole - 1;
    // The last of eight bytes is what ends the number, or it may go on behind them.
    if (whole == 0 || fraction <= 0 || whole + fraction > WORD - 2 || text[at + whole] != '.') {
      return -1;
    }
    if (text[at] == '0' && whole != 1) {
      return -1;
    }
    long before = word & ((1L << (8 * whole)) - 1);
    long digits = before | (word >>> 8 & -1L << (8 * whole));
    return (Words.number(digits, whole + fraction) << COUNT_BITS) | whole << 4 | fraction;
  }

  static int count(long digits) {
    return (int) digits & 0xFF;
  }

  static long value(long digits) {
    return digits >> COUNT_BITS;
  }

  /** True when a number is not over where its digits are. */
  static boolean goesOn(byte next) {
    return next == '.' || (next | 0x20) == 'e';
  }

  /**
   * The number of a whole part and a fraction, of no more than {@link #MAX_EXACT} digits together:
   * all of them and the power of ten are exact, so that the one rounding is the right one.
   */
  static double decimal(long whole, long fraction, int fractionDigits) {
    return (whole * WHOLE_POWERS[fractionDigits] + fraction) / POWERS[fractionDigits];
  }

  /** A number of so many digits, some of them behind the point: exact as {@link #decimal} is. */
  static double shortDecimal(long digits, int fractionDigits) {
    return digits / POWERS[fractionDigits];
  }

  private Digits() {}
}
