package io.datahem.connectors.iceberg.sql;

import io.datahem.connectors.iceberg.IcebergWarehouse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/**
 * DuckDB instances in memory, one per statement: nothing of a statement outlives it, and none sees
 * another's views. Opening one takes about 10 ms, the first of a process half a second.
 */
final class Database {

  /** An instance that may still be set up. */
  static Connection open(SqlLimits limits) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("jdbc_stream_results", "true");
    properties.setProperty("threads", Integer.toString(limits.threads()));
    properties.setProperty("memory_limit", limits.memoryBytes() + "B");
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("autoload_known_extensions", "false");
    Connection duck = DriverManager.getConnection("jdbc:duckdb:", properties);
    run(duck, List.of("SET temp_directory = ''", "SET TimeZone = 'UTC'"));
    return duck;
  }

  /**
   * Closes an instance to everything but the warehouse's data files, and its settings to change.
   * The second wall: no statement gets this far that {@link ReadStatement} has not let through.
   */
  static void lock(Connection duck, IcebergWarehouse warehouse) throws SQLException {
    run(
        duck,
        List.of(
            "SET allowed_directories = [" + Quoted.text(warehouse.directory() + "/") + "]",
            "SET enable_external_access = false",
            "SET lock_configuration = true"));
  }

  /** Runs statements, each in a Statement of its own: a failed one closes it. */
  static void run(Connection duck, List<String> statements) throws SQLException {
    for (String sql : statements) {
      try (Statement statement = duck.createStatement()) {
        statement.execute(sql);
      }
    }
  }

  private Database() {}
}
