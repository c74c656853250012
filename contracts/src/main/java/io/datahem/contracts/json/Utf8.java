package io.datahem.contracts.json;

/** UTF-8 by RFC 3629: no overlong forms, no surrogates, nothing beyond U+10FFFF. */
public final class Utf8 {

  /** The longest sequence. */
  public static final int MAX_BYTES = 4;

  /**
   * The length of the well-formed sequence that starts here, 0 when there is none.
   *
   * @param bytes at least {@link #MAX_BYTES} long from here on; what is not text must be zero
   */
  public static int sequence(byte[] bytes, int at) {
    int first = bytes[at] & 0xFF;
    if (first < 0x80) {
      return 1;
    }
    if (first < 0xC2 || first > 0xF4) {
      return 0;
    }
    int second = bytes[at + 1] & 0xFF;
    int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (second < least || second > most) {
      return 0;
    }
    int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    for (int i = 2; i < length; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /**
   * True when all bytes of a range are of well-formed sequences. Most are ASCII or of two bytes.
   *
   * @param bytes eight more than the range at least, and what follows it is no part of a sequence
   */
  public static boolean isValid(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      long word = Words.get(bytes, at);
      long beyond = Words.beyondAscii(word);
      int before = Words.before(beyond);
      at += before;
      if (before == Long.BYTES) {
        continue;
      }
      if (at >= to) {
        return true;
      }
      int length = isPair(bytes, at) ? 2 : sequence(bytes, at);
      if (length == 0) {
        return false;
      }
      at += length;
    }
    return true;
  }

  /** True for a sequence of two bytes, of which most letters of Europe are. */
  private static boolean isPair(byte[] bytes, int at) {
    int first = bytes[at] & 0xFF;
    return first >= 0xC2 && first < 0xE0 && (bytes[at + 1] & 0xC0) == 0x80;
  }

  /**
   * Writes a code point.
   *
   * @return where the next goes
   */
  static int put(int codePoint, byte[] out, int at) {
    if (codePoint < 0x80) {
      out[at] = (byte) codePoint;
      return at + 1;
    }
    if (codePoint < 0x800) {
      out[at] = (byte) (0xC0 | codePoint >> 6);
      out[at + 1] = (byte) (0x80 | (codePoint & 0x3F));
      return at + 2;
    }
    if (codePoint < 0x10000) {
      out[at] = (byte) (0xE0 | codePoint >> 12);
      out[at + 1] = (byte) (0x80 | (codePoint >> 6 & 0x3F));
      out[at + 2] = (byte) (0x80 | (codePoint & 0x3F));
      return at + 3;
    }
    out[at] = (byte) (0xF0 | codePoint >> 18);
    out[at + 1] = (byte) (0x80 | (codePoint >> 12 & 0x3F));
    out[at + 2] = (byte) (0x80 | (codePoint >> 6 & 0x3F));
    out[at + 3] = (byte) (0x80 | (codePoint & 0x3F));
    return at + 4;
  }

  private Utf8() {}
}
