package io.datahem.registry;

import java.util.ArrayList;
import java.util.List;

/**
 * What changed between two texts, as a unified diff. Lines that both begin or end with cost
 * nothing; what lies between is compared in full up to a limit, and said to be replaced as a whole
 * beyond it.
 */
final class LineDiff {
  private static final int CONTEXT_LINES = 3;
  private static final long MAX_CELLS = 4_000_000;

  private final List<String> before;
  private final List<String> after;
  private final List<Edit> edits = new ArrayList<>();

  /** A line that stays (' '), goes ('-') or comes ('+'). */
  private record Edit(char kind, String line) {}

  private LineDiff(List<String> before, List<String> after) {
    this.before = before;
    this.after = after;
  }

  /** The diff; empty when the texts are equal. */
  static String of(String path, String before, String after) {
    if (before.equals(after)) {
      return "";
    }
    LineDiff diff = new LineDiff(before.lines().toList(), after.lines().toList());
    diff.compare();
    return diff.text(path);
  }

  private void compare() {
    int start = 0;
    int least = Math.min(before.size(), after.size());
    while (start < least && before.get(start).equals(after.get(start))) {
      start++;
    }
    int end = 0;
    while (end < least - start
        && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
      end++;
    }
    before.subList(0, start).forEach(line -> edits.add(new Edit(' ', line)));
    between(before.subList(start, before.size() - end), after.subList(start, after.size() - end));
    before
        .subList(before.size() - end, before.size())
        .forEach(line -> edits.add(new Edit(' ', line)));
  }

  private void between(List<String> old, List<String> now) {
    if ((long) old.size() * now.size() > MAX_CELLS) {
      old.forEach(line -> edits.add(new Edit('-', line)));
      now.forEach(line -> edits.add(new Edit('+', line)));
      return;
    }
    int[][] common = common(old, now);
    int i = 0;
    int j = 0;
    while (i < old.size() || j < now.size()) {
      if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
        edits.add(new Edit(' ', old.get(i++)));
        j++;
      } else if (j == now.size() || (i < old.size() && common[i + 1][j] >= common[i][j + 1])) {
        edits.add(new Edit('-', old.get(i++)));
      } else {
        edits.add(new Edit('+', now.get(j++)));
      }
    }
  }

  /** How many lines the rest of both have in common, from each pair of lines on. */
  private static int[][] common(List<String> old, List<String> now) {
    int[][] common = new int[old.size() + 1][now.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = now.size() - 1; j >= 0; j--) {
        common[i][j] =
            old.get(i).equals(now.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }

  private String text(String path) {
    StringBuilder text = new StringBuilder();
    text.append("--- ").append(path).append('\n').append("+++ ").append(path).append('\n');
    int next = 0;
    while (next < edits.size()) {
      int change = nextChange(next);
      if (change == edits.size()) {
        break;
      }
      int from = Math.max(next, change - CONTEXT_LINES);
      int to = hunkEnd(change);
      hunk(from, to, text);
      next = to;
    }
    return text.toString();
  }

  private int nextChange(int from) {
    int at = from;
    while (at < edits.size() && edits.get(at).kind == ' ') {
      at++;
    }
    return at;
  }

  /** Changes that are near each other are one hunk. */
  private int hunkEnd(int change) {
    int end = change;
    while (true) {
      while (end < edits.size() && edits.get(end).kind != ' ') {
        end++;
      }
      int next = nextChange(end);
      if (next == edits.size() || next - end > 2 * CONTEXT_LINES) {
        return Math.min(edits.size(), end + CONTEXT_LINES);
      }
      end = next;
    }
  }

  private void hunk(int from, int to, StringBuilder text) {
    long oldLine = edits.subList(0, from).stream().filter(edit -> edit.kind != '+').count();
    long newLine = edits.subList(0, from).stream().filter(edit -> edit.kind != '-').count();
    List<Edit> hunk = edits.subList(from, to);
    long old = hunk.stream().filter(edit -> edit.kind != '+').count();
    long now = hunk.stream().filter(edit -> edit.kind != '-').count();
    text.append("@@ -").append(range(oldLine, old)).append(" +").append(range(newLine, now));
    text.append(" @@\n");
    hunk.forEach(edit -> text.append(edit.kind).append(edit.line).append('\n'));
  }

  private static String range(long before, long lines) {
    return (lines == 0 ? before : before + 1) + "," + lines;
  }
}
