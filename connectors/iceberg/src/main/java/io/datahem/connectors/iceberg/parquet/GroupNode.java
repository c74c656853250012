package io.datahem.connectors.iceberg.parquet;

import io.datahem.events.AttributeMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.StructLike;
import org.jspecify.annotations.Nullable;

/** A record, a list or a map: values of other nodes. Not thread-safe. */
abstract sealed class GroupNode extends Node {
  /** One when it may be missing, else zero. */
  final int optional;

  /** All columns below. */
  private final ColumnWriter[] columns;

  private GroupNode(boolean optional, ColumnWriter[] columns) {
    this.optional = optional ? 1 : 0;
    this.columns = columns;
  }

  final void missing(int repetition, int definition) {
    for (ColumnWriter column : columns) {
      column.missing(repetition, definition);
    }
  }

  /** What of a record is there; the levels are its own. */
  abstract static sealed class Struct extends GroupNode {
    final Node[] fields;

    private Struct(boolean optional, ColumnWriter[] columns, Node[] fields) {
      super(optional, columns);
      this.fields = fields;
    }

    abstract void writeFields(Object value, int repetition, int definition);

    @Override
    final void write(@Nullable Object value, int repetition, int definition) {
      if (value == null) {
        missing(repetition, definition);
      } else {
        writeFields(value, repetition, definition + optional);
      }
    }
  }

  /** A row of a plan, or a record in one: {@code Object[]} slots. */
  static final class Slots extends Struct {
    private final int[] slots;

    /**
     * A record.
     *
     * @param slots for each field its slot, -1 for none
     */
    Slots(boolean optional, ColumnWriter[] columns, Node[] fields, int[] slots) {
      super(optional, columns, fields);
      this.slots = slots;
    }

    @Override
    void writeFields(Object value, int repetition, int definition) {
      @Nullable Object[] row = (@Nullable Object[]) value;
      for (int i = 0; i < fields.length; i++) {
        int slot = slots[i];
        fields[i].write(slot < 0 ? null : row[slot], repetition, definition);
      }
    }

    /** For each field its slot, -1 for none. */
    int[] slots() {
      return slots;
    }

    /**
     * Writes rows, one column after the other.
     *
     * @param elsewhere fields that are not written, in order
     */
    void writeRows(@Nullable Object[] rows, int count, int[] elsewhere) {
      int skipped = 0;
      for (int i = 0; i < fields.length; i++) {
        if (skipped < elsewhere.length && elsewhere[skipped] == i) {
          skipped++;
        } else {
          fields[i].writeSlot(rows, count, slots[i]);
        }
      }
    }

    /** Writes a record whose two slots are not in an array. */
    void writePair(Object first, @Nullable Object second, int repetition, int definition) {
      int own = definition + optional;
      for (int i = 0; i < fields.length; i++) {
        int slot = slots[i];
        fields[i].write(slot == 0 ? first : slot == 1 ? second : null, repetition, own);
      }
    }
  }

  /** Iceberg's record, as its readers give them. */
  static final class OfRecord extends Struct {
    OfRecord(boolean optional, ColumnWriter[] columns, Node[] fields) {
      super(optional, columns, fields);
    }

    @Override
    void writeFields(Object value, int repetition, int definition) {
      StructLike record = (StructLike) value;
      for (int i = 0; i < fields.length; i++) {
        fields[i].write(record.get(i, Object.class), repetition, definition);
      }
    }
  }

  /** A list; of records of two also a map of the first to the second. */
  static final class Elements extends GroupNode {
    private final int maxRepetition;
    private final Node element;

    /**
     * For rows that have attributes here; null when this is no list of two texts, or in another.
     */
    private final @Nullable AttributeColumns attributes;

    Elements(boolean optional, ColumnWriter[] columns, Node element, int maxRepetition) {
      super(optional, columns);
      this.element = element;
      this.maxRepetition = maxRepetition;
      this.attributes = maxRepetition == 1 ? AttributeColumns.of(element) : null;
    }

    @Override
    void writeSlot(@Nullable Object[] rows, int count, int slot) {
      if (attributes != null && slot >= 0 && AttributeColumns.areIn(rows, count, slot)) {
        attributes.write(rows, count, slot);
      } else {
        super.writeSlot(rows, count, slot);
      }
    }

    @Override
    void write(@Nullable Object value, int repetition, int definition) {
      if (value == null) {
        missing(repetition, definition);
        return;
      }
      int own = definition + optional;
      if (value instanceof Map<?, ?> pairs) {
        writePairs(pairs, repetition, own);
        return;
      }
      List<?> list = (List<?>) value;
      int size = list.size();
      if (size == 0) {
        missing(repetition, own);
        return;
      }
      element.write(list.get(0), repetition, own + 1);
      for (int i = 1; i < size; i++) {
        element.write(list.get(i), maxRepetition, own + 1);
      }
    }

    private void writePairs(Map<?, ?> pairs, int repetition, int definition) {
      if (pairs.isEmpty()) {
        missing(repetition, definition);
        return;
      }
      Slots pair = (Slots) element;
      int next = repetition;
      if (pairs instanceof AttributeMap attributes) {
        for (int i = 0; i < attributes.size(); i++) {
          pair.writePair(attributes.name(i), attributes.value(i), next, definition + 1);
          next = maxRepetition;
        }
        return;
      }
      for (Map.Entry<?, ?> entry : pairs.entrySet()) {
        pair.writePair(entry.getKey(), entry.getValue(), next, definition + 1);
        next = maxRepetition;
      }
    }
  }

  /** A map. */
  static final class Entries extends GroupNode {
    private final int maxRepetition;
    private final Node key;
    private final Node value;

    Entries(boolean optional, ColumnWriter[] columns, Node key, Node value, int maxRepetition) {
      super(optional, columns);
      this.key = key;
      this.value = value;
      this.maxRepetition = maxRepetition;
    }

    @Override
    void write(@Nullable Object map, int repetition, int definition) {
      if (map == null) {
        missing(repetition, definition);
        return;
      }
      int own = definition + optional;
      int level = repetition;
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) map).entrySet()) {
        key.write(entry.getKey(), level, own + 1);
        value.write(entry.getValue(), level, own + 1);
        level = maxRepetition;
      }
      if (((Map<?, ?>) map).isEmpty()) {
        missing(repetition, own);
      }
    }
  }
}
