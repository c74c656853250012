package io.datahem.connectors.iceberg;

import io.datahem.contracts.table.SystemColumns;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/**
 * Positions, from some on to others, by log partition.
 *
 * @param from the first; a partition that it lacks begins at 0
 * @param end one past the last; a partition that it lacks has none
 */
record StagedRange(Map<Integer, Long> from, Map<Integer, Long> end) {

  StagedRange {
    from = Map.copyOf(from);
    end = Map.copyOf(end);
  }

  boolean contains(int partition, long offset) {
    return offset < end.getOrDefault(partition, 0L) && offset >= from.getOrDefault(partition, 0L);
  }

  boolean isEmpty() {
    return end.entrySet().stream()
        .allMatch(each -> each.getValue() <= from.getOrDefault(each.getKey(), 0L));
  }

  /** How many positions there are. */
  long size() {
    return end.entrySet().stream()
        .mapToLong(each -> Math.max(0, each.getValue() - from.getOrDefault(each.getKey(), 0L)))
        .sum();
  }

  /** The first positions of the partitions, at most so many in all and at least one. */
  StagedRange first(long positions) {
    long all = size();
    long wanted = Math.max(1, positions);
    if (wanted >= all) {
      return this;
    }
    long left = wanted;
    Map<Integer, Long> nearer = new HashMap<>();
    for (Map.Entry<Integer, Long> each : end.entrySet()) {
      long start = from.getOrDefault(each.getKey(), 0L);
      long waiting = Math.max(0, each.getValue() - start);
      long share = Math.min(left, (long) Math.ceil((double) waiting * wanted / all));
      nearer.put(each.getKey(), start + share);
      left -= share;
    }
    return new StagedRange(from, nearer);
  }

  /** What finds the rows' files. */
  Expression expression() {
    Expression any = Expressions.alwaysFalse();
    for (Map.Entry<Integer, Long> each : end.entrySet()) {
      Expression one =
          Expressions.and(
              Expressions.equal(SystemColumns.PARTITION, (long) each.getKey()),
              Expressions.greaterThanOrEqual(
                  SystemColumns.OFFSET, from.getOrDefault(each.getKey(), 0L)),
              Expressions.lessThan(SystemColumns.OFFSET, each.getValue()));
      any = Expressions.or(any, one);
    }
    return any;
  }
}
