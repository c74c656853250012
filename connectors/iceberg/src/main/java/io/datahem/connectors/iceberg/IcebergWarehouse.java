package io.datahem.connectors.iceberg;

import io.datahem.pipeline.Warehouse;
import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.jdbc.JdbcCatalog;

/**
 * Iceberg tables on a local disk, their catalog in SQLite, which any number of processes of the
 * machine may share.
 *
 * @param directory where the tables' files are, an absolute path
 * @param catalogFile the catalog's SQLite file
 */
public record IcebergWarehouse(String directory, String catalogFile) implements Warehouse {
  private static final long serialVersionUID = 1L;
  private static final int BUSY_MILLIS = 30_000;

  /** The usual layout under one directory. */
  public static IcebergWarehouse under(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    return new IcebergWarehouse(
        absolute.resolve("tables").toString(), absolute.resolve("catalog.db").toString());
  }

  @Override
  public Session open() {
    return new IcebergSession(openCatalog());
  }

  /** Opens the catalog; the caller closes it if it is closeable. */
  public JdbcCatalog openCatalog() {
    JdbcCatalog catalog = new JdbcCatalog(properties -> new LocalFileIO(), null, true);
    catalog.initialize(
        "datahem",
        Map.of(
            CatalogProperties.URI,
            "jdbc:sqlite:"
                + catalogFile
                + "?journal_mode=WAL&synchronous=FULL&busy_timeout="
                + BUSY_MILLIS,
            CatalogProperties.WAREHOUSE_LOCATION,
            directory,
            CatalogProperties.CLIENT_POOL_SIZE,
            "2",
            "jdbc.schema-version",
            "V1"));
    return catalog;
  }
}
