package io.datahem.contracts.json;

/** What may stand behind a backslash. */
final class Escapes {

  /** A backslash, the u and four hexadecimal digits. */
  static final int UNIT_BYTES = 6;

  /** What {@link #decode} gives where no escape stands that is right. */
  static final int NONE = -1;

  /** How far a code point is shifted by its escape's length. */
  static final int LENGTH_BITS = 4;

  private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;

  /** The character that an escape of one letter means, by the letter; 0 when it is none. */
  private static final byte[] SIMPLE = new byte[256];

  /** What a hexadecimal digit is worth; negative for what is none. */
  private static final byte[] HEX = new byte[256];

  static {
    for (char letter : new char[] {'"', '\\', '/'}) {
      SIMPLE[letter] = (byte) letter;
    }
    SIMPLE['b'] = '\b';
    SIMPLE['f'] = '\f';
    SIMPLE['n'] = '\n';
    SIMPLE['r'] = '\r';
    SIMPLE['t'] = '\t';
    for (int i = 0; i < HEX.length; i++) {
      HEX[i] = (byte) (i < 128 ? Character.digit(i, 16) : -1);
    }
  }

  /** The character that an escape of one letter means, 0 when it is none. */
  static int simple(byte letter) {
    return SIMPLE[letter & 0xFF];
  }

  /** The UTF-16 unit of the escape that starts here, -1 when none does. */
  static int unit(byte[] bytes, int at) {
    if (bytes[at] != '\\' || bytes[at + 1] != 'u') {
      return NONE;
    }
    int unit =
        HEX[bytes[at + 2] & 0xFF] << 12
            | HEX[bytes[at + 3] & 0xFF] << 8
            | HEX[bytes[at + 4] & 0xFF] << 4
            | HEX[bytes[at + 5] & 0xFF];
    // What is no digit is negative, and so is all of which it is a part.
    return unit < 0 ? NONE : unit;
  }

  /**
   * What the escape that starts here says, a pair of surrogates as one.
   *
   * @return for {@link #codePoint} and {@link #length}; {@link #NONE} when it is wrong
   */
  static int decode(byte[] bytes, int at) {
    int simple = simple(bytes[at + 1]);
    if (simple != 0) {
      return simple << LENGTH_BITS | 2;
    }
    int unit = unit(bytes, at);
    if (unit < 0 || !Character.isSurrogate((char) unit)) {
      return unit < 0 ? NONE : unit << LENGTH_BITS | UNIT_BYTES;
    }
    int second = Character.isHighSurrogate((char) unit) ? unit(bytes, at + UNIT_BYTES) : NONE;
    if (second < 0 || !Character.isLowSurrogate((char) second)) {
      return NONE;
    }
    int codePoint = Character.toCodePoint((char) unit, (char) second);
    return codePoint << LENGTH_BITS | 2 * UNIT_BYTES;
  }

  /** The code point of what was decoded. */
  static int codePoint(int decoded) {
    return decoded >>> LENGTH_BITS;
  }

  /** The bytes that the decoded escape takes. */
  static int length(int decoded) {
    return decoded & LENGTH_MASK;
  }

  private Escapes() {}
}
