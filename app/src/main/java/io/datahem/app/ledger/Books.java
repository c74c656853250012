package io.datahem.app.ledger;

import io.datahem.pipeline.BookLine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The totals by stream, and by stream and hour. */
public final class Books {
  private final TreeMap<String, TreeMap<Long, Entry>> streams = new TreeMap<>();

  /**
   * What became of some events.
   *
   * @param rows that are in the stream's table, or will be
   * @param deadLetters by code
   * @param drops by policy
   * @param inFlight how many of all these are accepted and not in every table yet
   */
  public record Entry(
      long rows, Map<String, Long> deadLetters, Map<String, Long> drops, long inFlight) {
    static final Entry NONE = new Entry(0, Map.of(), Map.of(), 0);

    /** Everything that the log handed over. */
    public long collected() {
      return rows + deadLetterCount() + dropCount();
    }

    public long deadLetterCount() {
      return sum(deadLetters);
    }

    public long dropCount() {
      return sum(drops);
    }

    /** Retries of events that are kept already. */
    public long duplicates() {
      return drops.getOrDefault("DUPLICATE_ID", 0L);
    }

    private static long sum(Map<String, Long> counts) {
      return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    Entry plus(Entry other) {
      return new Entry(
          rows + other.rows,
          merge(deadLetters, other.deadLetters),
          merge(drops, other.drops),
          inFlight + other.inFlight);
    }

    private static Map<String, Long> merge(Map<String, Long> a, Map<String, Long> b) {
      Map<String, Long> all = new TreeMap<>(a);
      b.forEach((code, count) -> all.merge(code, count, Long::sum));
      return all;
    }
  }

  /**
   * Builds the books.
   *
   * @param accepted the totals of everything accepted
   * @param open of those, what is not in every table yet
   */
  static Books of(List<BookLine> accepted, List<BookLine> open) {
    Books books = new Books();
    accepted.forEach(line -> books.add(line, entry(line)));
    open.forEach(line -> books.add(line, new Entry(0, Map.of(), Map.of(), line.count())));
    return books;
  }

  private void add(BookLine line, Entry entry) {
    streams
        .computeIfAbsent(line.stream(), none -> new TreeMap<>())
        .merge(line.hour(), entry, Entry::plus);
  }

  private static Entry entry(BookLine line) {
    Map<String, Long> none = Map.of();
    return switch (line.outcome()) {
      case ROW -> new Entry(line.count(), none, none, 0);
      case DEAD_LETTER -> new Entry(0, Map.of(line.code(), line.count()), none, 0);
      case DROP -> new Entry(0, none, Map.of(line.code(), line.count()), 0);
    };
  }

  /** The streams' names, sorted. */
  public List<String> streams() {
    return List.copyOf(streams.keySet());
  }

  /** A stream's totals by hour of collection, hours since 1970 in UTC. */
  public Map<Long, Entry> hours(String stream) {
    return new TreeMap<>(streams.getOrDefault(stream, new TreeMap<>()));
  }

  /** A stream's totals. */
  public Entry stream(String stream) {
    return sum(hours(stream).values());
  }

  /** Everything. */
  public Entry all() {
    List<Entry> entries = new ArrayList<>();
    streams.values().forEach(hours -> entries.addAll(hours.values()));
    return sum(entries);
  }

  private static Entry sum(Collection<Entry> entries) {
    return entries.stream().reduce(Entry.NONE, Entry::plus);
  }

  public long collected() {
    return all().collected();
  }
}
