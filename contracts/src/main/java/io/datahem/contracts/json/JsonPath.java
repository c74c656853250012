package io.datahem.contracts.json;

import java.nio.charset.StandardCharsets;

/** The way from the text to a value in it, a step a level, as it is shown to people. */
final class JsonPath {

  private static final int MAX_NAME_CHARS = JsonCursor.MAX_PATH_NAME_CHARS;

  /** In an object or list, and at nothing in it yet. */
  static final int NOWHERE = Integer.MIN_VALUE;

  /** The step to an element; members are the places of their names. */
  static int element(int index) {
    return ~index;
  }

  static String text(byte[] bytes, int[] path, int depth) {
    if (depth == 1 && path[1] >= 0) {
      String name = name(bytes, path[1]);
      if (name.length() <= MAX_NAME_CHARS && JsonText.isPrintableAscii(name)) {
        return name;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int level = 1; level <= depth; level++) {
      int step = path[level];
      if (step == NOWHERE) {
        continue;
      }
      if (step < 0) {
        text.append('[').append(~step).append(']');
      } else {
        if (text.length() > 0) {
          text.append('.');
        }
        show(name(bytes, step), text);
      }
    }
    return text.toString();
  }

  /** A name is whatever the event's sender wrote: no more of it than people need, on one line. */
  private static void show(String name, StringBuilder text) {
    int end = Math.min(name.length(), MAX_NAME_CHARS);
    for (int i = 0; i < end; i++) {
      char c = name.charAt(i);
      text.append(Character.isISOControl(c) || isCut(name, i, end) ? '?' : c);
    }
    if (end < name.length()) {
      text.append('…');
    }
  }

  /** True for half of a pair of surrogates. */
  private static boolean isCut(String name, int at, int end) {
    char c = name.charAt(at);
    boolean high = Character.isHighSurrogate(c);
    boolean paired = high && at + 1 < end && Character.isLowSurrogate(name.charAt(at + 1));
    boolean low = Character.isLowSurrogate(c);
    return (high && !paired)
        || (low && (at == 0 || !Character.isHighSurrogate(name.charAt(at - 1))));
  }

  /** The same as a JSON string, quotes included: names stay as they are written. */
  static void write(byte[] bytes, int[] path, int depth, ByteSink out) {
    out.write('"');
    int start = out.size();
    for (int level = 1; level <= depth; level++) {
      int step = path[level];
      if (step == NOWHERE) {
        continue;
      }
      if (step < 0) {
        out.write('[');
        out.write(Integer.toString(~step));
        out.write(']');
      } else {
        if (out.size() > start) {
          out.write('.');
        }
        out.write(bytes, step + 1, JsonText.stringEnd(bytes, step) - step - 2);
      }
    }
    out.write('"');
  }

  /** A member's name; as it was written when there is anything wrong with it. */
  static String name(byte[] bytes, int quote) {
    int end = quote + 1;
    boolean escaped = false;
    while (bytes[end] != '"' && bytes[end] != 0) {
      escaped |= bytes[end] == '\\';
      end += bytes[end] == '\\' && bytes[end + 1] != 0 ? 2 : 1;
    }
    String raw = new String(bytes, quote + 1, end - quote - 1, StandardCharsets.UTF_8);
    return escaped ? JsonText.unescape(raw) : raw;
  }

  private JsonPath() {}
}
