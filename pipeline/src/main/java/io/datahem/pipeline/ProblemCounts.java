package io.datahem.pipeline;

import io.datahem.contracts.decode.Decoding.Decoded;
import io.datahem.contracts.rules.Violation;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often events broke which validation rule of their stream, and how often only lenient decoding
 * took a value of which field. Counted as events are written: those that are written again after a
 * failure count again, so that figures are for watching and the tables' {@code _problems} for
 * accounts. Thread-safe; beyond {@link #MAX_COUNTERS} what is new is not counted.
 */
public final class ProblemCounts {

  /** How many different figures are kept of either kind. */
  static final int MAX_COUNTERS = 10_000;

  private final Map<Key, LongAdder> violations = new ConcurrentHashMap<>();
  private final Map<Key, LongAdder> coercions = new ConcurrentHashMap<>();

  /**
   * What is counted.
   *
   * @param stream the stream's name
   * @param what the rule's id, or the field's full name
   */
  public record Key(String stream, String what) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byStream = stream.compareTo(other.stream);
      return byStream != 0 ? byStream : what.compareTo(other.what);
    }
  }

  /** Broken rules by stream and rule. */
  public Map<Key, Long> violations() {
    return sums(violations);
  }

  /** Coerced values by stream and field. */
  public Map<Key, Long> coercions() {
    return sums(coercions);
  }

  void count(String stream, Decoded event) {
    for (Violation violation : event.violations()) {
      add(violations, new Key(stream, violation.rule()), 1);
    }
    if (!event.coercions().isEmpty()) {
      event.coercions().forEach((field, count) -> add(coercions, new Key(stream, field), count));
    }
  }

  private static void add(Map<Key, LongAdder> counters, Key key, long count) {
    LongAdder counter = counters.get(key);
    if (counter == null && counters.size() < MAX_COUNTERS) {
      counter = counters.computeIfAbsent(key, ignored -> new LongAdder());
    }
    if (counter != null) {
      counter.add(count);
    }
  }

  private static Map<Key, Long> sums(Map<Key, LongAdder> counters) {
    Map<Key, Long> sums = new TreeMap<>();
    counters.forEach((key, counter) -> sums.put(key, counter.sum()));
    return sums;
  }
}
