package io.datahem.contracts.decode;

import io.datahem.contracts.json.JsonText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Says what was found, in at most 32 characters of it. */
final class Found {
  private static final int MAX_CHARS = 32;

  /** For a short text with its type before it and its quotes around it. */
  static final int ROOM_BYTES = 2 * MAX_CHARS;

  /** Enough for the characters shown, each an escape of two surrogates. */
  private static final int MAX_BYTES = 12 * (MAX_CHARS + 1);

  /**
   * What starts at a place of a JSON text.
   *
   * @param bytes ends in zeros
   * @param room of {@link #ROOM_BYTES} at least, for the text on its way
   */
  static String at(byte[] bytes, int place, byte[] room) {
    byte first = bytes[place];
    return switch (first) {
      case '{' -> "an object";
      case '[' -> "a list";
      case 'n' -> "null";
      case 't' -> "bool true";
      case 'f' -> "bool false";
      case '"' -> {
        String plain = plain("string \"", bytes, place + 1, true, room);
        yield plain == null ? text("string", string(bytes, place + 1)) : plain;
      }
      case 0 -> "nothing";
      default -> {
        String plain = plain("number ", bytes, place, false, room);
        yield plain == null ? text("number", token(bytes, place)) : plain;
      }
    };
  }

  /**
   * What nearly all are: short and without anything that must be shown otherwise.
   *
   * @param quoted true for a string, which its closing quote ends
   * @return null for all others
   */
  @SuppressWarnings("deprecation") // every constructor with a charset decodes what is known
  private static @Nullable String plain(
      String before, byte[] bytes, int from, boolean quoted, byte[] room) {
    int to = from;
    while (quoted ? bytes[to] != '"' : !endsToken(bytes[to])) {
      byte b = bytes[to++];
      if (b < ' ' || b > '~' || b == '\\' || to - from > MAX_CHARS) {
        return null;
      }
    }
    int start = before.length();
    int length = start + to - from;
    before.getBytes(0, start, room, 0);
    System.arraycopy(bytes, from, room, start, to - from);
    if (quoted) {
      room[length++] = '"';
    }
    return new String(room, 0, 0, length);
  }

  private static boolean endsToken(byte b) {
    return b <= ' ' || b == ',' || b == '}' || b == ']';
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
    while (!endsToken(bytes[at]) && at - from < MAX_BYTES) {
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
