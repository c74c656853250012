package io.datahem.contracts.decode;

import io.datahem.contracts.json.Words;

/** Up to fifteen decimal digits read by words of eight, and what number they are. */
final class Digits {

  /** As many digits as every whole number has that a double holds exactly. */
  static final int MAX_EXACT = 15;

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

  /** How many digits start here: 0 to 16, and 16 are that or more. */
  static int count(byte[] text, int at) {
    int count = Words.digits(Words.get(text, at));
    return count < WORD ? count : WORD + Words.digits(Words.get(text, at + WORD));
  }

  /** The number that so many digits are, 1 to {@link #MAX_EXACT}. */
  static long value(byte[] text, int at, int count) {
    if (count <= WORD) {
      return Words.number(Words.get(text, at), count);
    }
    long more = Words.get(text, at + WORD);
    long high = Words.number(Words.get(text, at), WORD);
    return high * WHOLE_POWERS[count - WORD] + Words.number(more, count - WORD);
  }

  /** True when a number is not over where its digits are. */
  static boolean goesOn(byte next) {
    return next != ',' && (next == '.' || (next | 0x20) == 'e');
  }

  /** A word of digits and a point behind some of them, without it. */
  static long withoutPoint(long word, int whole) {
    long before = word & ((1L << (8 * whole)) - 1);
    return before | (word >>> 8 & -1L << (8 * whole));
  }

  /** The number of digits of which some stand behind a point, up to seven in a word. */
  static double decimal(long word, int digits, int fraction) {
    // The digits and the power of ten are exact, so that the one rounding is the right one.
    return Words.number(word, digits) / POWERS[fraction];
  }

  /**
   * How long the number is that starts here with so many digits before its point.
   *
   * @return negative when it has more than {@link #MAX_EXACT} digits, or none behind its point
   */
  static int decimalLength(byte[] text, int at, int whole) {
    if (text[at + whole] != '.') {
      return whole > MAX_EXACT ? -1 : whole;
    }
    int fraction = count(text, at + whole + 1);
    return fraction == 0 || whole + fraction > MAX_EXACT ? -1 : whole + 1 + fraction;
  }

  /** The number of such a length, exact as the shorter ones are. */
  static double decimal(byte[] text, int at, int whole, int length) {
    if (whole == length) {
      return value(text, at, whole);
    }
    int fraction = length - whole - 1;
    long before = value(text, at, whole) * WHOLE_POWERS[fraction];
    return (before + value(text, at + whole + 1, fraction)) / POWERS[fraction];
  }

  private Digits() {}
}
