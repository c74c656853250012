package io.datahem.connectors.iceberg;

import io.datahem.contracts.table.TablePlan;
import io.datahem.pipeline.Warehouse;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
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
    ParquetLayout<@Nullable Object[]> layout)
    implements Warehouse.Table {

  static PreparedTable of(TablePlan plan, Table table, Map<String, Integer> ids) {
    return new PreparedTable(
        plan, table, table.schema(), table.spec(), ids, ParquetLayout.ofSlots(table, plan, ids));
  }
}
