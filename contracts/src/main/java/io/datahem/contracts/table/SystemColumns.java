package io.datahem.contracts.table;

import java.util.List;

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

  private SystemColumns() {}
}
