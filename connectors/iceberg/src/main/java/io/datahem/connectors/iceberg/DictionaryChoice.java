package io.datahem.connectors.iceberg;

import io.datahem.connectors.iceberg.parquet.ColumnTotals;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Which columns of a table are worth a dictionary. Building one for values that are all different
 * (ids, payloads) is half of the cost of writing them, and only when it is built is it known that
 * it was in vain. What one file found holds for the next {@link #FILES_UNTIL_RETRIED} here.
 * Thread-safe.
 */
final class DictionaryChoice {
  static final int FILES_UNTIL_RETRIED = 64;

  /** Fewer rows tell nothing about how many values are alike. */
  private static final int MIN_ROWS_TO_LEARN = 30;

  /** By column: how many files yet go without a dictionary. */
  private final AtomicIntegerArray without;

  DictionaryChoice(int columns) {
    this.without = new AtomicIntegerArray(columns);
  }

  /** Whether the next file begins with a dictionary of a column. */
  boolean next(int column) {
    return without.getAndUpdate(column, left -> Math.max(0, left - 1)) == 0;
  }

  /** Learns from a file that is written. */
  void learn(long rows, List<ColumnTotals> columns) {
    if (rows < MIN_ROWS_TO_LEARN) {
      return;
    }
    for (ColumnTotals column : columns) {
      if (column.values() > column.nulls() && !column.hasDictionary()) {
        without.compareAndSet(column.shape().index(), 0, FILES_UNTIL_RETRIED);
      }
    }
  }
}
