package io.datahem.connectors.iceberg;

import io.datahem.pipeline.Warehouse;
import io.datahem.testkit.FilesBesideContractTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class IcebergFilesBesideTest extends FilesBesideContractTest {
  @Override
  protected Warehouse warehouse(Path directory) {
    return IcebergWarehouse.under(directory);
  }

  @Override
  protected List<Map<String, Object>> rows(Path directory, String table) {
    return ReadBoth.rows(directory, table);
  }
}
