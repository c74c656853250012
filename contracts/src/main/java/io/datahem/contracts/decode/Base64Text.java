package io.datahem.contracts.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Base64 of either alphabet (RFC 4648), padded or not, but not of both alphabets at once. */
final class Base64Text {
  private static final int NONE = -1;
  private static final byte[] DIGITS = digits();

  private static byte[] digits() {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    byte[] digits = new byte[256];
    Arrays.fill(digits, (byte) NONE);
    for (int i = 0; i < alphabet.length(); i++) {
      digits[alphabet.charAt(i)] = (byte) i;
    }
    digits['-'] = 62;
    digits['_'] = 63;
    return digits;
  }

  /**
   * Decodes a text.
   *
   * @param out has room for the text's length
   * @return how many bytes were written, -1 when the text is no base64
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
      int bits = bits(text, i, 4);
      seen |= alphabet(text, i, 4);
      if (bits < 0) {
        return NONE;
      }
      out[size++] = (byte) (bits >> 16);
      out[size++] = (byte) (bits >> 8);
      out[size++] = (byte) bits;
    }
    if (rest > 0) {
      int bits = bits(text, i, rest);
      seen |= alphabet(text, i, rest);
      if (bits < 0) {
        return NONE;
      }
      out[size++] = (byte) (bits >> (6 * rest - 8));
      if (rest == 3) {
        out[size++] = (byte) (bits >> 2);
      }
    }
    return seen == 3 ? NONE : size - at;
  }

  private static int bits(byte[] text, int from, int length) {
    int bits = 0;
    for (int i = 0; i < length; i++) {
      bits = bits << 6 | DIGITS[text[from + i] & 0xFF];
      if (bits < 0) {
        return NONE;
      }
    }
    return bits;
  }

  /** 1 for a character of the standard alphabet alone, 2 for one of the other alone, both, none. */
  private static int alphabet(byte[] text, int from, int length) {
    int seen = 0;
    for (int i = from; i < from + length; i++) {
      seen |= text[i] == '+' || text[i] == '/' ? 1 : text[i] == '-' || text[i] == '_' ? 2 : 0;
    }
    return seen;
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
