package io.datahem.contracts.table;

import java.util.List;
import java.util.stream.Stream;

/** The columns every contract's table ends with. */
public final class SystemColumns {
  public static final String ID = "_id";
  public static final String TIME = "_time";
  public static final String PARTITION = "_partition";
  public static final String OFFSET = "_offset";
  public static final String CONTRACT = "_contract";
  public static final String UNKNOWN = "_unknown";
  public static final String PROBLEMS = "_problems";

  /** In the order they stand in every table, behind the contract's own. */
  public static final List<Column> ALL =
      List.of(
          Column.of(ID, ColumnType.STRING, "The event's id"),
          Column.of(TIME, ColumnType.TIMESTAMP, "When the event was collected"),
          Column.of(PARTITION, ColumnType.INT64, "The log partition the event came from"),
          Column.of(OFFSET, ColumnType.INT64, "The event's offset in its log partition"),
          Column.of(CONTRACT, ColumnType.INT64, "The contract version that decoded the event"),
          Column.of(
              UNKNOWN,
              ColumnType.JSON,
              "Fields the contract does not declare, null when there are none"),
          Column.of(
              PROBLEMS,
              ColumnType.JSON,
              "Validation rules that the event breaks, and values that only lenient decoding took;"
                  + " null when there are none"));

  public static final String OPERATION = "_operation";
  public static final String PUBLISHED = "_published";
  public static final String EVENT_ID = "_event_id";

  /** What {@link #OPERATION} says of an item that is gone. */
  public static final String REMOVED = "REMOVE";

  /** In the order they stand before all others in the table of a stream of change events. */
  public static final List<Column> CHANGES =
      List.of(
          Column.of(OPERATION, ColumnType.STRING, "What was done: INSERT, MODIFY or REMOVE"),
          Column.of(PUBLISHED, ColumnType.TIMESTAMP, "When the database published the change"),
          Column.of(EVENT_ID, ColumnType.STRING, "The database's id of the change"));

  /** Those of a stream's table, in their order. */
  public static List<Column> of(boolean changeEvents) {
    return changeEvents ? Stream.concat(CHANGES.stream(), ALL.stream()).toList() : ALL;
  }

  /** True for a column that no field of a contract makes. */
  public static boolean contains(Column column) {
    return ALL.contains(column) || CHANGES.contains(column);
  }

  private SystemColumns() {}
}
