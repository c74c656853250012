package io.datahem.connectors.iceberg;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.catalog.TableIdentifier;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * Where the catalog says that each table's state is: the very rows that Iceberg's JDBC catalog
 * (schema V1) reads and writes. A swap is durable when it returns. Thread-safe.
 */
final class CatalogPointers implements AutoCloseable {
  private static final String WHERE =
      " WHERE catalog_name = ? AND table_namespace = ? AND table_name = ?"
          + " AND (iceberg_type = 'TABLE' OR iceberg_type IS NULL)";

  private final Connection connection;
  private final String catalog;

  private CatalogPointers(Connection connection, String catalog) {
    this.connection = connection;
    this.catalog = catalog;
  }

  static CatalogPointers open(String catalogFile, String catalog, int busyMillis)
      throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(busyMillis);
    return new CatalogPointers(config.createConnection("jdbc:sqlite:" + catalogFile), catalog);
  }

  /** Where a table's state is; empty when there is no such table. */
  synchronized Optional<String> location(TableIdentifier table) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT metadata_location FROM iceberg_tables" + WHERE)) {
      bind(select, 1, table);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
      }
    }
  }

  /** Where the state of each table is; none when the catalog has just been made. */
  synchronized List<String> locations() throws SQLException {
    List<String> locations = new ArrayList<>();
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT 1 FROM sqlite_master WHERE name = 'iceberg_tables'");
        ResultSet rows = select.executeQuery()) {
      if (!rows.next()) {
        return locations;
      }
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT metadata_location FROM iceberg_tables WHERE catalog_name = ?"
                + " AND metadata_location IS NOT NULL ORDER BY metadata_location")) {
      select.setString(1, catalog);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          locations.add(rows.getString(1));
        }
      }
    }
    return locations;
  }

  /** Points a table from one state to the next, unless somebody else was quicker. */
  synchronized boolean swap(TableIdentifier table, String from, String to) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE iceberg_tables SET metadata_location = ?, previous_metadata_location = ?"
                + WHERE
                + " AND metadata_location = ?")) {
      update.setString(1, to);
      update.setString(2, from);
      bind(update, 3, table);
      update.setString(6, from);
      return update.executeUpdate() == 1;
    }
  }

  private void bind(PreparedStatement statement, int first, TableIdentifier table)
      throws SQLException {
    statement.setString(first, catalog);
    statement.setString(first + 1, table.namespace().toString());
    statement.setString(first + 2, table.name());
  }

  @Override
  public synchronized void close() throws SQLException {
    connection.close();
  }
}
