package io.datahem.contracts.json;

import java.nio.charset.StandardCharsets;

/** JSON text for people and tables. */
public final class JsonText {

  /** True when a text is one JSON value and nothing else. */
  public static boolean isJson(String text) {
    JsonCursor in = new JsonCursor();
    in.open(text.getBytes(StandardCharsets.UTF_8));
    in.skipValue();
    in.finish();
    return !in.failed();
  }

  /** True when a text shows as it is, whatever it is written into. */
  public static boolean isPrintableAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  /**
   * A value as it was written, without the white space around its parts.
   *
   * @param bytes holds a value that was checked
   */
  public static String compact(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && !isSpace(bytes[at])) {
      at = bytes[at] == '"' ? stringEnd(bytes, at) : at + 1;
    }
    if (at >= to) {
      return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
    ByteSink out = new ByteSink();
    compact(bytes, from, to, out);
    return out.toText();
  }

  /** The same, written behind what is there. */
  public static void compact(byte[] bytes, int from, int to, ByteSink out) {
    int at = from;
    while (at < to) {
      int start = at;
      while (at < to && !isSpace(bytes[at])) {
        at = bytes[at] == '"' ? stringEnd(bytes, at) : at + 1;
      }
      out.write(bytes, start, at - start);
      while (at < to && isSpace(bytes[at])) {
        at++;
      }
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /** Behind the closing quote of a string that was checked. */
  static int stringEnd(byte[] bytes, int quote) {
    int at = quote + 1;
    while (true) {
      long stops = Words.stops(Words.get(bytes, at));
      if (stops == 0) {
        at += 8;
        continue;
      }
      at += Words.before(stops);
      if (bytes[at] == '"') {
        return at + 1;
      }
      at += bytes[at] == '\\' ? 2 : 1;
    }
  }

  /** A string's content with its escapes resolved; what is no escape stays as it was written. */
  public static String unescape(String raw) {
    StringBuilder out = new StringBuilder(raw.length());
    byte[] bytes = (raw + "\0\0\0\0\0\0").getBytes(StandardCharsets.UTF_16LE);
    byte[] ascii = new byte[bytes.length / 2];
    for (int i = 0; i < ascii.length; i++) {
      // Beyond ASCII nothing belongs to an escape.
      ascii[i] = bytes[2 * i + 1] == 0 && bytes[2 * i] > 0 ? bytes[2 * i] : 0;
    }
    for (int i = 0; i < raw.length(); i++) {
      int simple = ascii[i] == '\\' ? Escapes.simple(ascii[i + 1]) : 0;
      int unit = Escapes.unit(ascii, i);
      if (simple != 0) {
        out.append((char) simple);
        i++;
      } else if (unit >= 0) {
        out.append((char) unit);
        i += Escapes.UNIT_BYTES - 1;
      } else {
        out.append(raw.charAt(i));
      }
    }
    return out.toString();
  }

  private JsonText() {}
}
