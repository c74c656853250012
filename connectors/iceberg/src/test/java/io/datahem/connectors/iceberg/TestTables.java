package io.datahem.connectors.iceberg;

import io.datahem.contracts.table.TablePlan;
import io.datahem.pipeline.Warehouse;
import io.datahem.pipeline.Warehouse.WrittenFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Tables of a warehouse that rows are put into, one commit each time. */
public final class TestTables implements AutoCloseable {
  private final IcebergWarehouse warehouse;
  private final Warehouse.Session session;
  private int commits;

  public TestTables(Path directory) {
    this.warehouse = IcebergWarehouse.under(directory);
    this.session = warehouse.open();
  }

  public IcebergWarehouse warehouse() {
    return warehouse;
  }

  public Warehouse.Session session() {
    return session;
  }

  /** Prepares the table and commits rows to it, a value for each of the plan's columns. */
  public List<WrittenFile> put(TablePlan plan, Object[]... rows) {
    Warehouse.Table table = session.prepare(plan);
    if (rows.length == 0) {
      return List.of();
    }
    Warehouse.DataFile file = session.create(table);
    for (Object[] row : rows) {
      file.append(row);
    }
    List<WrittenFile> files = file.close();
    session.commit(plan.name(), 1, Map.of("token-" + ++commits, files));
    return files;
  }

  /** A row. */
  public static Object[] row(Object... values) {
    return values;
  }

  @Override
  public void close() {
    session.close();
  }
}
