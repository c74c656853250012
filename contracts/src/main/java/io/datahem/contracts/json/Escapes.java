package io.datahem.contracts.json;

/** What may stand behind a backslash. */
final class Escapes {

  /** A backslash, the u and four hexadecimal digits. */
  static final int UNIT_BYTES = 6;

  /** The character that an escape of one letter means, 0 when it is none. */
  static int simple(byte letter) {
    return switch (letter) {
      case '"', '\\', '/' -> letter;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> 0;
    };
  }

  /** The UTF-16 unit of the escape that starts here, -1 when none does. */
  static int unit(byte[] bytes, int at) {
    if (bytes[at] != '\\' || bytes[at + 1] != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = 2; i < UNIT_BYTES; i++) {
      int digit = hex(bytes[at + i]);
      if (digit < 0) {
        return -1;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  private static int hex(byte b) {
    if (b >= '0' && b <= '9') {
      return b - '0';
    }
    int lower = b | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  private Escapes() {}
}
