package io.datahem.contracts.decode;

import io.datahem.contracts.json.JsonText;
import io.datahem.contracts.json.Words;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Says what was found, in at most 32 characters of it. */
final class Found {
  private static final int MAX_CHARS = 32;

  /** For a short text with its type before it and its quotes around it. */
  static final int ROOM_BYTES = 2 * MAX_CHARS;

  private static final byte DELETE = 0x7F;
  private static final long STRING = Words.of("string \"");
  private static final long NUMBER = Words.of(" number ");

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
        String plain = plain(STRING, 0, bytes, place + 1, true, room);
        yield plain == null ? text("string", string(bytes, place + 1)) : plain;
      }
      case 0 -> "nothing";
      default -> {
        String plain = plain(NUMBER, 1, bytes, place, false, room);
        yield plain == null ? text("number", token(bytes, place)) : plain;
      }
    };
  }

  /**
   * What nearly all are: short and without anything that must be shown otherwise. Eight bytes at a
   * time, as every rejection says what was found.
   *
   * @param before what stands before it, of which the first bytes are left out
   * @param quoted true for a string, which its closing quote ends
   * @return null for all others
   */
  @SuppressWarnings("deprecation") // every constructor with a charset decodes what is known
  private static @Nullable String plain(
      long before, int leftOut, byte[] bytes, int from, boolean quoted, byte[] room) {
    Words.set(room, 0, before);
    int length = 0;
    long ends = 0;
    while (ends == 0 && length <= MAX_CHARS) {
      long word = Words.get(bytes, from + length);
      Words.set(room, Long.BYTES + length, word);
      ends = quoted ? Words.stops(word) | Words.marks(word, DELETE) : tokenEnds(word);
      length += Words.before(ends);
    }
    byte end = bytes[from + length];
    if (length > MAX_CHARS || (quoted ? end != '"' : !endsToken(end))) {
      return null;
    }
    int to = Long.BYTES + length;
    if (quoted) {
      room[to++] = '"';
    }
    return new String(room, 0, leftOut, to - leftOut);
  }

  /** Where a token may end, or holds what is not shown. */
  private static long tokenEnds(long word) {
    return Words.marks(word, (byte) ',')
        | Words.marks(word, (byte) '}')
        | Words.marks(word, (byte) ']')
        | Words.marks(word, DELETE)
        | Words.blanks(word);
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
