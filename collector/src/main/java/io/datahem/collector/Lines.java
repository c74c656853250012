package io.datahem.collector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The lines of an NDJSON body. A line of white space only is none. */
final class Lines {

  /**
   * One line.
   *
   * @param number from 1, blank lines counted
   */
  record Line(int number, byte[] data) {}

  /** The lines, at most so many: more are refused. */
  static List<Line> of(byte[] body, int maxLines) {
    List<Line> lines = new ArrayList<>();
    int number = 0;
    int from = 0;
    while (from < body.length) {
      int end = from;
      while (end < body.length && body[end] != '\n') {
        end++;
      }
      number++;
      int length = end > from && body[end - 1] == '\r' ? end - 1 : end;
      if (!isBlank(body, from, length)) {
        if (lines.size() == maxLines) {
          throw new RefusedException(
              CollectorProblem.TOO_MANY_LINES,
              "Cannot take the body: it has more than "
                  + maxLines
                  + " lines. Send fewer events at once.");
        }
        lines.add(new Line(number, Arrays.copyOfRange(body, from, length)));
      }
      from = end + 1;
    }
    return lines;
  }

  static boolean isBlank(byte[] body, int from, int end) {
    for (int i = from; i < end; i++) {
      if (body[i] != ' ' && body[i] != '\t' && body[i] != '\r' && body[i] != '\n') {
        return false;
      }
    }
    return true;
  }

  private Lines() {}
}
