package io.datahem.connectors.iceberg;

import io.datahem.contracts.table.TablePlan;
import io.datahem.pipeline.Warehouse;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.parquet.ParquetValueWriter;
import org.jspecify.annotations.Nullable;

/**
 * A table as it was when it was prepared: what its files are written by, whatever it becomes
 * meanwhile.
 *
 * @param ids the field ids by column path
 */
record PreparedTable(
    TablePlan plan,
    Table table,
    Schema schema,
    PartitionSpec spec,
    Map<String, Integer> ids,
    ParquetLayout layout)
    implements Warehouse.Table {

  static PreparedTable of(TablePlan plan, Table table, Map<String, Integer> ids) {
    return new PreparedTable(
        plan, table, table.schema(), table.spec(), ids, new ParquetLayout(table));
  }

  /** Writes the plan's rows into one of the table's files. */
  @SuppressWarnings("unchecked") // the writer of a plan's columns takes a plan's rows
  ParquetValueWriter<@Nullable Object[]> writer() {
    return (ParquetValueWriter<@Nullable Object[]>)
        RowWriters.of(schema.asStruct(), layout.file(), List.copyOf(plan.columns()), ids);
  }
}
