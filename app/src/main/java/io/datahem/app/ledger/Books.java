package io.datahem.app.ledger;

import io.datahem.pipeline.BookLine;
import io.datahem.pipeline.BookLine.Outcome;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The totals by stream. */
public final class Books {
  private final Map<String, Entry> streams = new TreeMap<>();

  /**
   * One stream's totals.
   *
   * @param deadLetters by code
   * @param drops by policy
   */
  public record Entry(
      String stream, long rows, Map<String, Long> deadLetters, Map<String, Long> drops) {

    /** Everything that the log handed over for the stream. */
    public long collected() {
      return rows + deadLetterCount() + dropCount();
    }

    public long deadLetterCount() {
      return deadLetters.values().stream().mapToLong(Long::longValue).sum();
    }

    public long dropCount() {
      return drops.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  static Books of(List<BookLine> lines) {
    Books books = new Books();
    for (BookLine line : lines) {
      books.streams.merge(line.stream(), entry(line), Books::sum);
    }
    return books;
  }

  private static Entry entry(BookLine line) {
    Map<String, Long> none = Map.of();
    Map<String, Long> own = Map.of(line.code(), line.count());
    return new Entry(
        line.stream(),
        line.outcome() == Outcome.ROW ? line.count() : 0,
        line.outcome() == Outcome.DEAD_LETTER ? own : none,
        line.outcome() == Outcome.DROP ? own : none);
  }

  private static Entry sum(Entry a, Entry b) {
    return new Entry(
        a.stream, a.rows + b.rows, sum(a.deadLetters, b.deadLetters), sum(a.drops, b.drops));
  }

  private static Map<String, Long> sum(Map<String, Long> a, Map<String, Long> b) {
    Map<String, Long> all = new TreeMap<>(a);
    b.forEach((code, count) -> all.merge(code, count, Long::sum));
    return all;
  }

  /** Every stream's totals, by name. */
  public List<Entry> entries() {
    return List.copyOf(streams.values());
  }

  public long collected() {
    return streams.values().stream().mapToLong(Entry::collected).sum();
  }

  long rows() {
    return streams.values().stream().mapToLong(Entry::rows).sum();
  }

  long deadLetters() {
    return streams.values().stream().mapToLong(Entry::deadLetterCount).sum();
  }

  long drops() {
    return streams.values().stream().mapToLong(Entry::dropCount).sum();
  }
}
