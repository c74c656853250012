package io.datahem.connectors.iceberg.sql;

import java.lang.Character.UnicodeScript;

/** How text looks on a terminal, whose cells letters fill: one, two (East Asian, emoji) or none. */
final class Display {

  /** How many cells a text fills. */
  static int width(String text) {
    return text.codePoints().map(Display::width).sum();
  }

  private static int width(int letter) {
    int type = Character.getType(letter);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    return letter >= 0x1100 && wide(letter) ? 2 : 1;
  }

  private static boolean wide(int letter) {
    if ((letter >= 0x1F300 && letter <= 0x1FAFF) || (letter >= 0xFF01 && letter <= 0xFF60)) {
      return true;
    }
    return switch (UnicodeScript.of(letter)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, YI -> true;
      default -> false;
    };
  }

  /** The text, or as much of it as fits with an ellipsis behind. */
  static String cut(String text, int cells, String ellipsis) {
    if (width(text) <= cells) {
      return text;
    }
    StringBuilder cut = new StringBuilder();
    int left = cells - width(ellipsis);
    for (int letter : text.codePoints().toArray()) {
      left -= width(letter);
      if (left < 0) {
        break;
      }
      cut.appendCodePoint(letter);
    }
    return cut + ellipsis;
  }

  /** Line ends, control and invisible formatting characters as escapes. */
  static String escaped(String text) {
    if (text.codePoints().noneMatch(Display::hidden)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder();
    text.codePoints().forEach(letter -> append(escaped, letter));
    return escaped.toString();
  }

  private static void append(StringBuilder out, int letter) {
    if (!hidden(letter)) {
      out.appendCodePoint(letter);
    } else {
      switch (letter) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> out.append(String.format("\\u%04x", letter));
      }
    }
  }

  private static boolean hidden(int letter) {
    return switch (Character.getType(letter)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  private Display() {}
}
