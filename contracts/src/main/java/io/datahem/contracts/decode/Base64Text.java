package io.datahem.contracts.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Base64 of either alphabet (RFC 4648), padded or not, but not of both alphabets at once. */
final class Base64Text {
  private static final int NONE = -1;

  // Beside the six bits of a digit: that it is of one alphabet alone, and what is no digit.
  private static final int STANDARD = 1 << 6;
  private static final int URL_SAFE = 1 << 7;
  private static final int NO_DIGIT = 1 << 8;
  private static final int SIX_BITS = 0x3F;

  private static final short[] DIGITS = digits();

  private static short[] digits() {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    short[] digits = new short[256];
    Arrays.fill(digits, (short) NO_DIGIT);
    for (int i = 0; i < alphabet.length(); i++) {
      digits[alphabet.charAt(i)] = (short) i;
    }
    digits['+'] = STANDARD | 62;
    digits['/'] = STANDARD | 63;
    digits['-'] = URL_SAFE | 62;
    digits['_'] = URL_SAFE | 63;
    return digits;
  }

  /**
   * Decodes a text.
   *
   * @param out has room for the text's length
   * @return how many bytes were written; -1 when the text is no base64, whatever was written then
   */
  static int decode(byte[] text, int from, int to, byte[] out, int at) {
    int end = to;
    while (end > from && to - end < 2 && text[end - 1] == '=') {
      end--;
    }
    int rest = (end - from) & 3;
    boolean padded = end < to;
    if (rest == 1 || (padded && to - end != (4 - rest & 3))) {
      return NONE;
    }
    int size = at;
    int seen = 0;
    int i = from;
    for (; end - i >= 4; i += 4) {
      int first = DIGITS[text[i] & 0xFF];
      int second = DIGITS[text[i + 1] & 0xFF];
      int third = DIGITS[text[i + 2] & 0xFF];
      int fourth = DIGITS[text[i + 3] & 0xFF];
      seen |= first | second | third | fourth;
      out[size++] = (byte) (first << 2 | (second & SIX_BITS) >> 4);
      out[size++] = (byte) (second << 4 | (third & SIX_BITS) >> 2);
      out[size++] = (byte) (third << 6 | (fourth & SIX_BITS));
    }
    if (rest > 0) {
      int first = DIGITS[text[i] & 0xFF];
      int second = DIGITS[text[i + 1] & 0xFF];
      int third = rest == 3 ? DIGITS[text[i + 2] & 0xFF] : 0;
      seen |= first | second | third;
      out[size++] = (byte) (first << 2 | (second & SIX_BITS) >> 4);
      if (rest == 3) {
        out[size++] = (byte) (second << 4 | (third & SIX_BITS) >> 2);
      }
    }
    boolean mixed = (seen & (STANDARD | URL_SAFE)) == (STANDARD | URL_SAFE);
    return mixed || (seen & NO_DIGIT) != 0 ? NONE : size - at;
  }

  /** Decodes a text; null when it is no base64. */
  static byte @Nullable [] decode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[bytes.length];
    int length = decode(bytes, 0, bytes.length, out, 0);
    return length < 0 ? null : Arrays.copyOf(out, length);
  }

  private Base64Text() {}
}
