package io.datahem.connectors.iceberg;

import java.time.Instant;
import java.util.List;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/**
 * Knows a row of the same UTC day as the one before, as nearly all are: in a table that is
 * partitioned by day alone it has the same partition, and the spec need not be asked. Not
 * thread-safe.
 */
final class SameDay {
  /** Its name in the format's specification: Iceberg has several classes for it. */
  private static final String DAY = "day";

  private static final long SECONDS = 86_400;

  /** Where a row has its moment; -1 when its partition is another matter. */
  private final int slot;

  /** The day in seconds since 1970, none while it is empty. */
  private long from;

  private long to;

  private SameDay(int slot) {
    this.slot = slot;
  }

  /**
   * Of a table's rows.
   *
   * @param slots for each column of the schema where a row has it, -1 when it has not
   */
  static SameDay of(PartitionSpec spec, Schema schema, int[] slots) {
    List<PartitionField> fields = spec.fields();
    if (fields.size() == 1 && fields.get(0).transform().toString().equals(DAY)) {
      List<NestedField> columns = schema.columns();
      for (int i = 0; i < columns.size(); i++) {
        if (columns.get(i).fieldId() == fields.get(0).sourceId()) {
          return new SameDay(slots[i]);
        }
      }
    }
    return new SameDay(-1);
  }

  boolean has(@Nullable Object[] row) {
    return slot >= 0
        && row[slot] instanceof Instant at
        && at.getEpochSecond() >= from
        && at.getEpochSecond() < to;
  }

  /** The partition of a row was looked up. */
  void set(@Nullable Object[] row) {
    from = 0;
    to = 0;
    if (slot >= 0 && row[slot] instanceof Instant at) {
      from = Math.floorDiv(at.getEpochSecond(), SECONDS) * SECONDS;
      to = from + SECONDS;
    }
  }
}
