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

  private Digits() {}
}
