package io.datahem.app.ledger;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Something in which the tables and the books disagree.
 *
 * @param code stable: {@code POSITIONS_MISSING}, {@code POSITIONS_DOUBLED}, {@code
 *     POSITIONS_FROM_NOWHERE}, {@code COUNTS_DIFFER}
 * @param message what was found, and where
 * @param positions how many positions it concerns; of counts, by how many they differ
 * @param ranges the first of those positions, {@link #MAX_RANGES} ranges at most
 */
public record Problem(String code, String message, long positions, List<Span> ranges) {
  static final int MAX_RANGES = 20;

  /**
   * Positions in one piece.
   *
   * @param from the first
   * @param end one past the last
   */
  public record Span(int partition, long from, long end) {

    @Override
    public String toString() {
      return partition + ":" + (end == from + 1 ? from : from + "-" + (end - 1));
    }
  }

  public Problem {
    ranges = List.copyOf(ranges);
  }

  @Override
  public String toString() {
    String first =
        ranges.isEmpty()
            ? ""
            : " ("
                + (ranges.size() == MAX_RANGES ? "first: " : "")
                + ranges.stream().map(Span::toString).collect(Collectors.joining(", "))
                + ")";
    return code + " " + message + first;
  }
}
