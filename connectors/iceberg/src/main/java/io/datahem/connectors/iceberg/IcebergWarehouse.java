package io.datahem.connectors.iceberg;

import io.datahem.pipeline.Warehouse;
import io.datahem.pipeline.WarehouseException;
import io.datahem.pipeline.WarehouseException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.jdbc.JdbcCatalog;

/**
 * Iceberg tables on a local disk, their catalog in SQLite, which any number of processes of the
 * machine may share.
 *
 * @param directory where the tables' files are, an absolute path
 * @param catalogFile the catalog's SQLite file
 * @param tagPattern the regex of the policy tags that are put on columns
 */
public record IcebergWarehouse(String directory, String catalogFile, String tagPattern)
    implements Warehouse {
  private static final long serialVersionUID = 1L;
  private static final int BUSY_MILLIS = 30_000;
  private static final String CATALOG = "datahem";

  /** The usual layout under one directory. */
  public static IcebergWarehouse under(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    return new IcebergWarehouse(
        absolute.resolve("tables").toString(),
        absolute.resolve("catalog.db").toString(),
        ColumnTags.ALL);
  }

  /** The same; only the policy tags that a regex matches as a whole are put on columns. */
  public IcebergWarehouse withTags(String pattern) {
    return new IcebergWarehouse(directory, catalogFile, pattern);
  }

  /** Opens a session; the catalog and its directory are made when they are missing. */
  @Override
  public Session open() {
    try {
      Path parent = Path.of(catalogFile).getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      JdbcCatalog catalog = openCatalog();
      return new IcebergSession(
          catalog,
          CatalogPointers.open(catalogFile, CATALOG, BUSY_MILLIS),
          Path.of(directory),
          Pattern.compile(tagPattern));
    } catch (IOException | SQLException | RuntimeException e) {
      throw unavailable(e);
    }
  }

  private WarehouseException unavailable(Exception e) {
    return new WarehouseException(
        Reason.WAREHOUSE_UNAVAILABLE,
        "Cannot open the catalog " + catalogFile + ": " + e.getMessage(),
        e);
  }

  /**
   * A file of a table that the catalog names outside of the directory: Iceberg names files by their
   * whole path, so a copy of a warehouse still names, and would change, those of the original.
   *
   * @return empty when all is well, or nothing is there yet
   */
  public Optional<String> namedElsewhere() {
    if (!Files.exists(Path.of(catalogFile))) {
      return Optional.empty();
    }
    try (CatalogPointers pointers = CatalogPointers.open(catalogFile, CATALOG, BUSY_MILLIS)) {
      return pointers.locations().stream().filter(location -> !isWithin(location)).findFirst();
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  private boolean isWithin(String location) {
    Path file = Path.of(location);
    if (file.startsWith(directory)) {
      return true;
    }
    try {
      // By another name of the same place, such as a link.
      return file.toRealPath().startsWith(Path.of(directory).toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  /** Opens the catalog; the caller closes it. */
  public JdbcCatalog openCatalog() {
    // Looking whether its tables are there leaves a cursor open, and with it a read transaction:
    // that connection would see the catalog of that moment for ever, and lose every race. So the
    // catalog that looks, and makes them, is not the one that works.
    catalog(true).close();
    return catalog(false);
  }

  private JdbcCatalog catalog(boolean createsTables) {
    JdbcCatalog catalog = new JdbcCatalog(properties -> new LocalFileIO(), null, createsTables);
    catalog.initialize(
        CATALOG,
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
