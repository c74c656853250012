package io.datahem.pipeline;

import io.datahem.pipeline.BookLine.Outcome;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The books' totals by stream, outcome and code, as they stand in the manifest store, kept up as
 * parts are accepted: what a scrape of the metrics sees is what the ledger says. Beyond {@link
 * #MAX_COUNTERS} streams that are new are counted under {@link #OTHERS}. Thread-safe.
 */
public final class BookCounts {
  static final int MAX_COUNTERS = 10_000;

  /** No stream can have this name. */
  static final String OTHERS = "*";

  private final Map<Key, Long> counts = new HashMap<>();

  /**
   * What is counted.
   *
   * @param stream the stream's name, or the one an event came with when no contract has it
   * @param outcome what the events became
   * @param code the dead letters' or drops' code, empty for rows
   */
  public record Key(String stream, Outcome outcome, String code) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byStream = stream.compareTo(other.stream);
      int byOutcome = byStream != 0 ? byStream : outcome.compareTo(other.outcome);
      return byOutcome != 0 ? byOutcome : code.compareTo(other.code);
    }
  }

  /** Starts anew from the store's books. */
  synchronized void start(Collection<BookLine> books) {
    counts.clear();
    add(books);
  }

  /** A part was accepted. */
  synchronized void add(Collection<BookLine> lines) {
    for (BookLine line : lines) {
      Key key = new Key(line.stream(), line.outcome(), line.code());
      boolean room = counts.size() < MAX_COUNTERS || counts.containsKey(key);
      counts.merge(
          room ? key : new Key(OTHERS, line.outcome(), line.code()), line.count(), Long::sum);
    }
  }

  /** The totals. */
  public synchronized Map<Key, Long> totals() {
    return new TreeMap<>(counts);
  }
}
