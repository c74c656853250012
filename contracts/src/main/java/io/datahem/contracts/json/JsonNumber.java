package io.datahem.contracts.json;

import java.nio.charset.StandardCharsets;

/**
 * A number as it is written, read by JSON's grammar: no plus sign, no leading zeros, no bare point.
 * Kept as the digits that fit 64 bits and an exponent, so that {@code 1e4000000} costs no more than
 * {@code 1}. Used again and again; not thread-safe.
 */
public final class JsonNumber {

  /** Whether a number is an integer of 64 bits. */
  public enum Whole {
    YES,
    /** It has a fraction. */
    FRACTION,
    /** Its magnitude is 2^64 or more. */
    TOO_LARGE
  }

  /** No exponent beyond it changes anything any more: numbers have at most so many digits. */
  private static final long MAX_EXPONENT = 1_000_000_000L;

  /** So many digits, with a point among them, always fit a long. */
  private static final int MAX_SHORT_BYTES = 18;

  private static final long MAX_EXACT_DOUBLE = 1L << 53;
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private byte[] bytes = new byte[0];
  private int from;
  private int end;
  private boolean negative;

  /** The leading digits, unsigned. */
  private long digits;

  private long exponent;

  /** True when the digits are all of them, or all others are zero. */
  private boolean exact;

  private boolean full;
  private long magnitude;

  /**
   * Where the number that starts here ends.
   *
   * @return minus the place of the byte that is wrong when there is no number
   */
  static int end(byte[] bytes, int from) {
    int at = bytes[from] == '-' ? from + 1 : from;
    if (bytes[at] == '0') {
      at++;
    } else if (isDigit(bytes[at])) {
      at = digitsEnd(bytes, at);
    } else {
      return -at;
    }
    if (bytes[at] == '.') {
      if (!isDigit(bytes[++at])) {
        return -at;
      }
      at = digitsEnd(bytes, at);
    }
    if ((bytes[at] | 0x20) == 'e') {
      at++;
      if (bytes[at] == '+' || bytes[at] == '-') {
        at++;
      }
      if (!isDigit(bytes[at])) {
        return -at;
      }
      at = digitsEnd(bytes, at);
    }
    return at;
  }

  /** True when a text is one number of no more than {@link JsonCursor#MAX_NUMBER_BYTES}. */
  public static boolean isNumber(String text) {
    if (text.length() > JsonCursor.MAX_NUMBER_BYTES) {
      return false;
    }
    byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
    return end(bytes, 0) == bytes.length - 1 && bytes.length > 1;
  }

  private static int digitsEnd(byte[] bytes, int from) {
    int at = from;
    while (isDigit(bytes[at])) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /**
   * Reads the number that starts here.
   *
   * @return where it ends; minus the place of the byte that is wrong when there is none
   */
  public int read(byte[] text, int start) {
    return isShort(text, start) ? end : readAny(text, start);
  }

  /** Most numbers: up to 18 digits, no exponent. One pass. */
  private boolean isShort(byte[] text, int start) {
    boolean minus = text[start] == '-';
    int first = minus ? start + 1 : start;
    int at = first;
    long number = (long) text[at] - '0';
    if (number < 0 || number > 9) {
      return false;
    }
    int digit = text[++at] - '0';
    if (number != 0) {
      while (digit >= 0 && digit <= 9) {
        number = number * 10 + digit;
        digit = text[++at] - '0';
      }
    }
    int point = at;
    if (text[at] == '.') {
      digit = text[++at] - '0';
      while (digit >= 0 && digit <= 9) {
        number = number * 10 + digit;
        digit = text[++at] - '0';
      }
      if (at == point + 1) {
        return false;
      }
    }
    if (at - first > MAX_SHORT_BYTES || (text[at] | 0x20) == 'e') {
      return false;
    }
    bytes = text;
    from = start;
    end = at;
    negative = minus;
    digits = number;
    exponent = at == point ? 0 : point + 1 - at;
    exact = true;
    return true;
  }

  private int readAny(byte[] text, int start) {
    int after = end(text, start);
    if (after <= 0) {
      return after;
    }
    bytes = text;
    from = start;
    end = after;
    negative = text[start] == '-';
    digits = 0;
    exponent = 0;
    exact = true;
    full = false;
    int at = negative ? start + 1 : start;
    for (; isDigit(text[at]); at++) {
      if (!take(text[at] - '0')) {
        exponent++;
      }
    }
    if (text[at] == '.') {
      for (at++; isDigit(text[at]); at++) {
        if (take(text[at] - '0')) {
          exponent--;
        }
      }
    }
    if (at < after) {
      exponent += written(text, at + 1);
    }
    return after;
  }

  /** Appends a digit; false when no more fit. */
  private boolean take(int digit) {
    long max = Long.divideUnsigned(-1L, 10);
    if (!full) {
      int order = digits >= 0 ? Long.compare(digits, max) : 1;
      full = order > 0 || (order == 0 && digit > 5);
    }
    if (full) {
      exact &= digit == 0;
      return false;
    }
    digits = digits * 10 + digit;
    return true;
  }

  private static long written(byte[] text, int start) {
    boolean minus = text[start] == '-';
    int at = minus || text[start] == '+' ? start + 1 : start;
    long number = 0;
    for (; isDigit(text[at]); at++) {
      number = Math.min(MAX_EXPONENT, number * 10 + (text[at] - '0'));
    }
    return minus ? -number : number;
  }

  public boolean isNegative() {
    return negative;
  }

  /** Its length as it is written. */
  public int length() {
    return end - from;
  }

  /** Whether it is an integer; {@link #magnitude} has its value then. */
  public Whole whole() {
    magnitude = digits;
    if (exact && (exponent == 0 || digits == 0)) {
      return Whole.YES;
    }
    if (!exact) {
      return exponent > 0 ? Whole.TOO_LARGE : Whole.FRACTION;
    }
    long left = exponent;
    while (left < 0 && Long.remainderUnsigned(magnitude, 10) == 0) {
      magnitude = Long.divideUnsigned(magnitude, 10);
      left++;
    }
    if (left < 0) {
      return Whole.FRACTION;
    }
    for (; left > 0; left--) {
      if (Long.compareUnsigned(magnitude, Long.divideUnsigned(-1L, 10)) > 0) {
        return Whole.TOO_LARGE;
      }
      magnitude *= 10;
    }
    return Whole.YES;
  }

  /** The integer without its sign, unsigned. */
  public long magnitude() {
    return magnitude;
  }

  /** The nearest double; infinite when it is beyond them. */
  public double toDouble() {
    if (exact && digits >= 0 && digits <= MAX_EXACT_DOUBLE) {
      if (digits == 0) {
        return negative ? -0.0 : 0.0;
      }
      if (exponent == 0) {
        return negative ? -digits : digits;
      }
      if (Math.abs(exponent) < POWERS.length) {
        // Both are exact, so that the one rounding is the right one.
        double whole = negative ? -digits : digits;
        return exponent < 0 ? whole / POWERS[(int) -exponent] : whole * POWERS[(int) exponent];
      }
    }
    return Double.parseDouble(new String(bytes, from, end - from, StandardCharsets.ISO_8859_1));
  }
}
