package io.datahem.contracts.json;

import java.nio.charset.StandardCharsets;

/** The way from the text to a value in it, a step a level, as it is shown to people. */
final class JsonPath {

  /** In an object or list, and at nothing in it yet. */
  static final int NOWHERE = Integer.MIN_VALUE;

  /** The step to an element; members are the places of their names. */
  static int element(int index) {
    return ~index;
  }

  static String text(byte[] bytes, int[] path, int depth) {
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
        text.append(name(bytes, step));
      }
    }
    return text.toString();
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
