package io.datahem.contracts.infer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The text of a .proto file: indented, comments wrapped, strings escaped. */
final class ProtoText {
  private static final int MAX_LINE_CHARS = 100;

  private final StringBuilder text = new StringBuilder();
  private String indent = "";

  void line(String line) {
    text.append(line.isEmpty() ? "" : indent).append(line).append('\n');
  }

  /** Opens a block. */
  void open(String head) {
    line(head + " {");
    indent += "  ";
  }

  /** Closes a block. */
  void close() {
    indent = indent.substring(2);
    line("}");
  }

  /** A comment, on as many lines as it takes; none when it is empty. */
  void comment(String comment) {
    StringBuilder line = new StringBuilder("//");
    for (String word : comment.split(" ", -1)) {
      if (line.length() > 2
          && indent.length() + line.length() + 1 + word.length() > MAX_LINE_CHARS) {
        line(line.toString());
        line = new StringBuilder("//");
      }
      line.append(' ').append(word);
    }
    if (!comment.isEmpty()) {
      line(line.toString());
    }
  }

  /** A field; its options on lines of their own when one line is too short. */
  void field(String declaration, List<String> options) {
    String all =
        declaration + (options.isEmpty() ? "" : " [" + String.join(", ", options) + "]") + ";";
    if (options.isEmpty() || indent.length() + all.length() <= MAX_LINE_CHARS) {
      line(all);
      return;
    }
    line(declaration + " [");
    List<String> lines = new ArrayList<>(options);
    String last = lines.remove(lines.size() - 1);
    lines.forEach(option -> line("  " + option + ","));
    line("  " + last);
    line("];");
  }

  /** A string literal; what cannot be seen is escaped, byte by byte of its UTF-8. */
  static String literal(String value) {
    StringBuilder literal = new StringBuilder("\"");
    value
        .codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                literal.append('\\').append((char) c);
              } else if (Examples.isVisible(c)) {
                literal.appendCodePoint(c);
              } else {
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                  literal.append(String.format("\\%03o", b & 0xFF));
                }
              }
            });
    return literal.append('"').toString();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
