package io.datahem.contracts.decode;

import io.datahem.contracts.decode.Decoding.Code;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Integers from decimal text, exponents and all, without ever computing what cannot fit. */
final class NumberText {
  private static final int MAX_CHARS = 1_000;

  /** No 64-bit integer has more digits. */
  private static final int MAX_INTEGER_DIGITS = 20;

  /**
   * Reads an integer.
   *
   * @param text a JSON number, or what stands in a JSON string instead of one
   * @param expected the type's name, for the rejection
   */
  static BigInteger integer(String text, String expected) {
    BigDecimal number = decimal(text, expected);
    if (number.signum() == 0) {
      return BigInteger.ZERO;
    }
    if ((long) number.precision() - number.scale() > MAX_INTEGER_DIGITS) {
      throw new Rejection(Code.FIELD_OUT_OF_RANGE, Found.text("number", text), expected);
    }
    if (number.scale() > number.precision()) {
      throw new Rejection(Code.FIELD_INVALID_FORMAT, Found.text("number", text), expected);
    }
    BigDecimal whole = number.stripTrailingZeros();
    if (whole.scale() > 0) {
      throw new Rejection(Code.FIELD_INVALID_FORMAT, Found.text("number", text), expected);
    }
    return whole.toBigIntegerExact();
  }

  /** Reads a number by JSON's own grammar: no plus sign, no leading zeros, no white space. */
  static BigDecimal decimal(String text, String expected) {
    if (text.length() > MAX_CHARS || !isJsonNumber(text)) {
      throw new Rejection(Code.FIELD_INVALID_FORMAT, Found.text("string", text), expected);
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      // The grammar is right, so the exponent is beyond an int.
      throw new Rejection(Code.FIELD_OUT_OF_RANGE, Found.text("number", text), expected);
    }
  }

  static boolean isJsonNumber(String text) {
    int i = text.startsWith("-") ? 1 : 0;
    int digits = digits(text, i);
    if (digits == 0 || (digits > 1 && text.charAt(i) == '0')) {
      return false;
    }
    i += digits;
    if (i < text.length() && text.charAt(i) == '.') {
      int fraction = digits(text, i + 1);
      if (fraction == 0) {
        return false;
      }
      i += 1 + fraction;
    }
    if (i < text.length() && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
      i++;
      if (i < text.length() && (text.charAt(i) == '+' || text.charAt(i) == '-')) {
        i++;
      }
      int exponent = digits(text, i);
      if (exponent == 0) {
        return false;
      }
      i += exponent;
    }
    return i == text.length();
  }

  private static int digits(String text, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i - from;
  }

  private NumberText() {}
}
