package io.datahem.pipeline;

import io.datahem.contracts.table.Column;
import io.datahem.contracts.table.ColumnType;
import io.datahem.contracts.table.Partitioning;
import io.datahem.contracts.table.SystemColumns;
import io.datahem.contracts.table.TablePlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events left out by a declared policy. Their bytes are in the raw table. */
public final class DropTable {

  /** The table's name. */
  public static final String NAME = "datahem.drops";

  /** A retry: an event of the stream with the same caller's id is kept already. */
  static final String DUPLICATE_ID = "DUPLICATE_ID";

  static final TablePlan PLAN =
      new TablePlan(
          NAME,
          "Events left out by a declared policy",
          List.of(
              Column.of("stream", ColumnType.STRING, "The stream it was sent to"),
              Column.of("code", ColumnType.STRING, "The policy's stable code"),
              Column.of("first_offset", ColumnType.INT64, "Where the event it repeats stands"),
              Column.of(SystemColumns.ID, ColumnType.STRING, "The event's id"),
              Column.of(SystemColumns.TIME, ColumnType.TIMESTAMP, "When it was collected"),
              Column.of(SystemColumns.PARTITION, ColumnType.INT64, "Its log partition"),
              Column.of(SystemColumns.OFFSET, ColumnType.INT64, "Its offset in the partition")),
          Partitioning.DAILY_BY_ARRIVAL,
          List.of("stream"));

  static @Nullable Object[] duplicate(Envelope event, String stream, long firstOffset) {
    return new @Nullable Object[] {
      stream,
      DUPLICATE_ID,
      firstOffset,
      event.id(),
      event.collected(),
      (long) event.partition(),
      event.offset()
    };
  }

  private DropTable() {}
}
