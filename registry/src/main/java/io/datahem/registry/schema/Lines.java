package io.datahem.registry.schema;

/** Text in lines, indented by what is open. */
final class Lines {
  private final StringBuilder text = new StringBuilder();
  private int depth;
  private boolean gap = true;

  void line(String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
    gap = false;
  }

  void open(String line) {
    line(line);
    depth++;
  }

  void close(String line) {
    depth--;
    line(line);
  }

  /** An empty line between what stands at the left, never two. */
  void gap() {
    if (depth == 0 && !gap) {
      text.append('\n');
      gap = true;
    }
  }

  String text() {
    return text.toString().stripTrailing() + "\n";
  }
}
