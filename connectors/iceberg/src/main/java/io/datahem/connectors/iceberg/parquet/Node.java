package io.datahem.connectors.iceberg.parquet;

import org.jspecify.annotations.Nullable;

/** A column, or a group of them, that one value of a row is written to. Not thread-safe. */
abstract class Node {

  /**
   * Writes a value, null when it is missing.
   *
   * @param repetition the level at which it is repeated, 0 for the first of its row
   * @param definition how many of its optional parents are there
   */
  abstract void write(@Nullable Object value, int repetition, int definition);
}
