package io.datahem.contracts.decode;

import io.datahem.contracts.json.JsonText;
import java.nio.charset.StandardCharsets;

/** Says what was found, in at most 32 characters of it. */
final class Found {
  private static final int MAX_CHARS = 32;

  /** Enough for the characters shown, each an escape of two surrogates. */
  private static final int MAX_BYTES = 12 * (MAX_CHARS + 1);

  /**
   * What starts at a place of a JSON text.
   *
   * @param bytes ends in zeros
   */
  static String at(byte[] bytes, int place) {
    byte first = bytes[place];
    return switch (first) {
      case '{' -> "an object";
      case '[' -> "a list";
      case 'n' -> "null";
      case 't' -> "bool true";
      case 'f' -> "bool false";
      case '"' -> text("string", string(bytes, place + 1));
      case 0 -> "nothing";
      default -> text("number", token(bytes, place));
    };
  }

  private static String string(byte[] bytes, int from) {
    int at = from;
    boolean escaped = false;
    while (bytes[at] != '"' && bytes[at] != 0 && at - from < MAX_BYTES) {
      boolean escape = bytes[at] == '\\' && bytes[at + 1] != 0;
      escaped |= escape;
      at += escape ? 2 : 1;
    }
    String raw = new String(bytes, from, at - from, StandardCharsets.UTF_8);
    return escaped ? JsonText.unescape(raw) : raw;
  }

  private static String token(byte[] bytes, int from) {
    int at = from;
    while (bytes[at] > ' '
        && bytes[at] != ','
        && bytes[at] != '}'
        && bytes[at] != ']'
        && at - from < MAX_BYTES) {
      at++;
    }
    return new String(bytes, from, at - from, StandardCharsets.UTF_8);
  }

  static String text(String type, String value) {
    if (value.length() <= MAX_CHARS && JsonText.isPrintableAscii(value)) {
      return type.equals("string") ? "string \"" + value + '"' : type + ' ' + value;
    }
    String shown = value.length() <= MAX_CHARS ? value : value.substring(0, MAX_CHARS) + "…";
    StringBuilder out = new StringBuilder(type).append(' ');
    boolean quoted = type.equals("string");
    if (quoted) {
      out.append('"');
    }
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      out.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
    }
    return (quoted ? out.append('"') : out).toString();
  }

  private Found() {}
}
