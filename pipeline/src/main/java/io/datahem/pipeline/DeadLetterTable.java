package io.datahem.pipeline;

import io.datahem.contracts.table.Column;
import io.datahem.contracts.table.ColumnType;
import io.datahem.contracts.table.Partitioning;
import io.datahem.contracts.table.SystemColumns;
import io.datahem.contracts.table.TablePlan;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events that have no row: why, and everything that is needed to send them again. */
public final class DeadLetterTable {

  /** The table's name. */
  public static final String NAME = "datahem.dead_letters";

  static final TablePlan PLAN =
      new TablePlan(
          NAME,
          "Events that have no row, with the reason and all that replaying them takes",
          List.of(
              Column.of("stream", ColumnType.STRING, "The stream it was sent to"),
              Column.of("code", ColumnType.STRING, "The stable code of the reason"),
              Column.of("path", ColumnType.STRING, "JSON path of the offending value"),
              Column.of("message", ColumnType.STRING, "What was found and what was expected"),
              Column.of("failed_at", ColumnType.TIMESTAMP, "When it was found out"),
              AttributeColumn.COLUMN,
              Column.of("data", ColumnType.BYTES, "The payload, byte for byte"),
              Column.of(SystemColumns.ID, ColumnType.STRING, "The event's id"),
              Column.of(SystemColumns.TIME, ColumnType.TIMESTAMP, "When it was collected"),
              Column.of(SystemColumns.PARTITION, ColumnType.INT64, "Its log partition"),
              Column.of(SystemColumns.OFFSET, ColumnType.INT64, "Its offset in the partition"),
              Column.of(
                  SystemColumns.CONTRACT,
                  ColumnType.INT64,
                  "The contract version that refused it, null when there was none")),
          Partitioning.DAILY_BY_ARRIVAL,
          List.of("stream"));

  static @Nullable Object[] row(Envelope event, String stream, Failure failure, Instant now) {
    return new @Nullable Object[] {
      stream,
      failure.code(),
      failure.path(),
      failure.message(),
      now,
      event.attributes(),
      event.data(),
      event.id(),
      event.collected(),
      (long) event.partition(),
      event.offset(),
      failure.contractVersion()
    };
  }

  /**
   * Why an event has no row.
   *
   * @param code the stable code
   * @param path JSON path of the offending value, empty for the whole
   * @param message what was found and what was expected
   * @param contractVersion the version that refused it, null when there was none
   */
  record Failure(String code, String path, String message, @Nullable Long contractVersion) {}

  private DeadLetterTable() {}
}
