package io.datahem.contracts.json;

import java.nio.charset.StandardCharsets;

/**
 * What a JSON string says, as bytes: those of the text itself where nothing is escaped. Used again
 * and again; not thread-safe.
 */
public final class JsonString {
  private final ByteSink unescaped = new ByteSink();
  private byte[] bytes = new byte[0];
  private int from;
  private int to;

  /**
   * Takes the string at the cursor.
   *
   * @return false when it is no string; the cursor has failed then
   */
  public boolean take(JsonCursor in) {
    byte[] text = in.bytes();
    int at = in.position() + 1;
    long stops;
    while ((stops = Words.stops(Words.get(text, at))) == 0) {
      at += 8;
    }
    at += Words.before(stops);
    if (text[at] == '"' && text[in.position()] == '"') {
      bytes = text;
      from = in.position() + 1;
      to = at;
      in.moveTo(at + 1);
      return true;
    }
    unescaped.reset();
    if (!unescaped.string(in)) {
      return false;
    }
    // No reader of what it says runs past its end.
    Words.set(unescaped.room(16), unescaped.size(), 0);
    bytes = unescaped.bytes();
    from = 0;
    to = unescaped.size();
    return true;
  }

  /** The array that has the content; valid until the next string is taken. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the content starts. */
  public int from() {
    return from;
  }

  /** Behind the content; at least eight more bytes follow. */
  public int to() {
    return to;
  }

  public boolean is(String text) {
    if (to - from != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (bytes[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
