package io.datahem.connectors.iceberg.parquet;

import io.datahem.events.AttributeMap;
import org.jspecify.annotations.Nullable;

/**
 * The two columns of a list of names and values, for rows that have an {@link AttributeMap} there.
 * Events of one source have the same names, so only those of the first row are looked up, and what
 * became of them is written again for the rows behind. Not thread-safe.
 */
final class AttributeColumns {
  private final TextColumn names;
  private final TextColumn values;

  private AttributeColumns(TextColumn names, TextColumn values) {
    this.names = names;
    this.values = values;
  }

  /** The columns of such a list's elements; null when it is another. */
  static @Nullable AttributeColumns of(Node element) {
    if (element instanceof GroupNode.Slots pair
        && pair.fields.length == 2
        && pair.fields[0] instanceof TextColumn first
        && pair.fields[1] instanceof TextColumn second) {
      int[] slots = pair.slots();
      if (slots[0] == 0 && slots[1] == 1) {
        return new AttributeColumns(first, second);
      }
      if (slots[0] == 1 && slots[1] == 0) {
        return new AttributeColumns(second, first);
      }
    }
    return null;
  }

  /** True when all rows have attributes of this kind in a slot, and some. */
  static boolean areIn(@Nullable Object[] rows, int count, int slot) {
    for (int row = 0; row < count; row++) {
      boolean some =
          ((@Nullable Object[]) rows[row])[slot] instanceof AttributeMap map && map.size() > 0;
      if (!some) {
        return false;
      }
    }
    return true;
  }

  private static AttributeMap at(@Nullable Object[] rows, int row, int slot) {
    return (AttributeMap) ((@Nullable Object[]) rows[row])[slot];
  }

  /** Writes what the rows, which {@link #areIn} a slot, have there. */
  void write(@Nullable Object[] rows, int count, int slot) {
    int row = 0;
    while (row < count) {
      row = writeNames(rows, row, count, slot);
    }
    row = 0;
    while (row < count) {
      row = writeValues(rows, row, count, slot);
    }
  }

  /** Writes names of a row and of those like it behind. Returns the first that is left. */
  private int writeNames(@Nullable Object[] rows, int from, int count, int slot) {
    AttributeMap first = at(rows, from, slot);
    for (int i = 0; i < first.size(); i++) {
      names.write(first.name(i), i == 0 ? 0 : 1, 0);
    }
    int next = from + 1;
    if (!names.usesDictionary()) {
      // There are no places to repeat, so nobody need look how far the names go.
      return next;
    }
    int end = next;
    while (end < count && at(rows, end, slot).isNamedAs(first)) {
      end++;
    }
    return next + names.repeatRow(first.size(), end - next);
  }

  /** Writes values of a row and of those with as many behind. Returns the first that is left. */
  private int writeValues(@Nullable Object[] rows, int from, int count, int slot) {
    AttributeMap first = at(rows, from, slot);
    int size = first.size();
    for (int i = 0; i < size; i++) {
      values.write(first.value(i), i == 0 ? 0 : 1, 0);
    }
    int done = 0;
    for (int row = from + 1; row < count && !values.isFull(done * size); row++) {
      AttributeMap attributes = at(rows, row, slot);
      if (attributes.size() != size) {
        break;
      }
      for (int i = 0; i < size; i++) {
        values.accept(attributes.value(i));
      }
      done++;
    }
    values.repeatLevels(size, done);
    return from + 1 + done;
  }
}
