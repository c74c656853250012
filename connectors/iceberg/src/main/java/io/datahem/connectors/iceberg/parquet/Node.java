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

  /**
   * Writes what many rows have in a slot. Going down a column costs less than going along rows: its
   * state stays in the processor, and where the next call leads to is foreseen.
   *
   * @param rows each an {@code Object[]}
   * @param slot -1 when it is missing in all
   * @throws RowWriteException when a row cannot be written
   */
  void writeSlot(@Nullable Object[] rows, int count, int slot) {
    int row = 0;
    try {
      for (; row < count; row++) {
        write(slot < 0 ? null : ((@Nullable Object[]) rows[row])[slot], 0, 0);
      }
    } catch (RuntimeException e) {
      throw new RowWriteException(row, e);
    }
  }
}
