package io.datahem.pipeline;

import io.datahem.contracts.options.StreamOptionsReader;
import io.datahem.contracts.table.Column;
import io.datahem.contracts.table.ColumnType;
import io.datahem.contracts.table.Partitioning;
import io.datahem.contracts.table.SystemColumns;
import io.datahem.contracts.table.TablePlan;
import io.datahem.events.Attributes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The raw backup: every event as it came, for replay. Its first columns are those of DataHem's
 * backup rows.
 */
public final class RawTable {

  /** The table's name. */
  public static final String NAME = "datahem.raw";

  /** What it looks like. */
  public static final TablePlan PLAN =
      new TablePlan(
          NAME,
          "Every event as it came",
          List.of(
              Column.of("publish_time", ColumnType.TIMESTAMP, "When the event was collected"),
              Column.of("topic", ColumnType.STRING, "The stream it was sent to"),
              AttributeColumn.COLUMN,
              Column.of("data", ColumnType.BYTES, "The payload, byte for byte"),
              Column.of(
                  "id_origin",
                  ColumnType.STRING,
                  "'caller' when the caller chose the id, 'spool' when the event waited on the"
                      + " collector's disk"),
              Column.of(SystemColumns.ID, ColumnType.STRING, "The event's id"),
              Column.of(SystemColumns.PARTITION, ColumnType.INT64, "Its log partition"),
              Column.of(SystemColumns.OFFSET, ColumnType.INT64, "Its offset in the partition")),
          new Partitioning("publish_time", Partitioning.Unit.DAY),
          List.of("topic"));

  /** Columns of a stream's table by those here that have the same values, if it has them. */
  public static final Map<String, String> SAME =
      Map.ofEntries(
          Map.entry("publish_time", SystemColumns.TIME),
          Map.entry(AttributeColumn.COLUMN.name(), StreamOptionsReader.ATTRIBUTES),
          Map.entry(SystemColumns.ID, SystemColumns.ID),
          Map.entry(SystemColumns.PARTITION, SystemColumns.PARTITION),
          Map.entry(SystemColumns.OFFSET, SystemColumns.OFFSET));

  static @Nullable Object[] row(Envelope event) {
    String origin = event.attribute(Attributes.ID_ORIGIN);
    return new @Nullable Object[] {
      event.collected(),
      event.stream(),
      event.attributes(),
      event.data(),
      origin.isEmpty() ? null : origin,
      event.idText(),
      (long) event.partition(),
      event.offset()
    };
  }

  private RawTable() {}
}
