package io.datahem.connectors.iceberg.parquet;

/** The least and the greatest of numbers that are ordered as {@code long}s. Not thread-safe. */
final class NumberBounds {
  private long min = Long.MAX_VALUE;
  private long max = Long.MIN_VALUE;

  void add(long value) {
    if (value < min) {
      min = value;
    }
    if (value > max) {
      max = value;
    }
  }

  void add(NumberBounds others) {
    if (!others.isEmpty()) {
      add(others.min);
      add(others.max);
    }
  }

  boolean isEmpty() {
    return min > max;
  }

  long min() {
    return min;
  }

  long max() {
    return max;
  }

  void clear() {
    min = Long.MAX_VALUE;
    max = Long.MIN_VALUE;
  }
}
