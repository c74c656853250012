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

  /** The first positions of each partition, about so many in all and at least one of each. */
  StagedRange first(long positions) {
    long all = size();
    if (positions >= all) {
      return this;
    }
    Map<Integer, Long> nearer = new HashMap<>();
    end.forEach(
        (partition, last) -> {
          long start = from.getOrDefault(partition, 0L);
          long share = (long) Math.ceil((double) (last - start) * positions / all);
          nearer.put(partition, Math.max(start, Math.min(last, start + Math.max(1, share))));
        });
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
