package io.datahem.contracts.decode;

import io.datahem.contracts.json.JsonNumber;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Decimals from a column's text, exponents and all, without ever computing what cannot fit. */
final class NumberText {

  /** No 64-bit integer has more digits. */
  private static final int MAX_INTEGER_DIGITS = 20;

  /** An exponent of more digits is beyond an int, which is all that a BigDecimal has. */
  private static final int MAX_EXPONENT_DIGITS = 9;

  /** An integer of 64 bits; null when the text is none. */
  static @Nullable Long int64(String text) {
    BigDecimal number = decimal(text);
    if (number == null
        || (long) number.precision() - number.scale() > MAX_INTEGER_DIGITS
        || number.scale() > number.precision()) {
      return number != null && number.signum() == 0 ? Long.valueOf(0) : null;
    }
    BigDecimal whole = number.stripTrailingZeros();
    boolean fits = whole.scale() <= 0 && whole.toBigIntegerExact().bitLength() <= 63;
    return fits ? whole.longValueExact() : null;
  }

  /** A number by JSON's own grammar: no plus sign, no leading zeros, no white space. */
  static @Nullable BigDecimal decimal(String text) {
    if (!JsonNumber.isNumber(text)) {
      return null;
    }
    int exponent = Math.max(text.indexOf('e'), text.indexOf('E'));
    return exponent >= 0 && digits(text, exponent + 1) > MAX_EXPONENT_DIGITS
        ? null
        : new BigDecimal(text);
  }

  private static int digits(String text, int exponent) {
    char first = text.charAt(exponent);
    boolean signed = first == '-' || first == '+';
    return text.length() - exponent - (signed ? 1 : 0);
  }

  /** The same grammar, and a plus sign, or a point without digits on one of its sides. */
  static boolean isDecimal(String text) {
    String bare = text.startsWith("+") || text.startsWith("-") ? text.substring(1) : text;
    String whole = bare.startsWith(".") ? "0" + bare : bare;
    boolean endsInPoint = bare.length() > 1 && whole.endsWith(".");
    String number = endsInPoint ? whole.substring(0, whole.length() - 1) : whole;
    return !number.startsWith("-") && JsonNumber.isNumber(number);
  }

  private NumberText() {}
}
