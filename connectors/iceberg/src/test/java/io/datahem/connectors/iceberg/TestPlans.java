package io.datahem.connectors.iceberg;

import io.datahem.contracts.table.Column;
import io.datahem.contracts.table.ColumnType;
import io.datahem.contracts.table.Partitioning;
import io.datahem.contracts.table.TablePlan;
import java.util.List;

/** Table plans written by hand. */
public final class TestPlans {

  /** A table partitioned by the day of its column {@code at}. */
  public static TablePlan daily(String name, Column... columns) {
    return new TablePlan(
        name, "", List.of(columns), new Partitioning("at", Partitioning.Unit.DAY), List.of());
  }

  /** The column that {@link #daily} tables are partitioned by. */
  public static Column at() {
    return Column.of("at", ColumnType.TIMESTAMP, "");
  }

  public static Column column(String path, String name, ColumnType type) {
    return new Column(path, name, type, false, List.of(), "", List.of());
  }

  public static Column record(String path, String name, Column... fields) {
    return new Column(path, name, ColumnType.RECORD, false, List.of(fields), "", List.of());
  }

  public static Column list(String path, String name, Column... fields) {
    return new Column(path, name, ColumnType.RECORD, true, List.of(fields), "", List.of());
  }

  private TestPlans() {}
}
