package io.datahem.connectors.iceberg.sql;

import static io.datahem.connectors.iceberg.TestPlans.at;
import static io.datahem.connectors.iceberg.TestPlans.column;
import static io.datahem.connectors.iceberg.TestPlans.daily;
import static io.datahem.connectors.iceberg.TestTables.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.datahem.connectors.iceberg.TestTables;
import io.datahem.connectors.iceberg.sql.QueryException.Reason;
import io.datahem.contracts.table.ColumnType;
import io.datahem.pipeline.Warehouse.WrittenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that would do more than read tables: each is refused, and leaves nothing behind. */
@Timeout(60)
class SqlReadOnlyTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  @TempDir static Path directory;
  private static TestTables tables;
  private static SqlEngine engine;
  private static WrittenFile data;
  private static Path secret;

  @BeforeAll
  static void open() throws IOException {
    secret = Files.writeString(directory.resolve("secret.csv"), "secret\n1\n");
    tables = new TestTables(directory.resolve("data"));
    data =
        tables
            .put(daily("default.t", column("1", "a", ColumnType.INT64), at()), row(1L, NOON))
            .get(0);
    engine = SqlEngine.open(tables.warehouse());
  }

  @AfterAll
  static void close() {
    engine.close();
    tables.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t VALUES (1, NULL)",
        "UPDATE t SET a = 2",
        "DELETE FROM t",
        "TRUNCATE t",
        "MERGE INTO t USING t AS s ON true WHEN MATCHED THEN DELETE",
        "CREATE TABLE x AS SELECT 1",
        "CREATE TEMP TABLE x AS SELECT 1",
        "CREATE OR REPLACE VIEW t AS SELECT 1",
        "CREATE MACRO f() AS 1",
        "CREATE SECRET s (TYPE S3)",
        "DROP VIEW t",
        "ALTER VIEW t RENAME TO s",
        "COPY t TO '%s'",
        "COPY (SELECT 1) TO '%s/out.parquet'",
        "COPY t FROM '%s'",
        "EXPORT DATABASE '%s/out'",
        "IMPORT DATABASE '%s'",
        "ATTACH '%s/out.db'",
        "DETACH memory",
        "USE memory",
        "INSTALL httpfs",
        "LOAD httpfs",
        "LOAD '%s'",
        "SET threads = 64",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "RESET memory_limit",
        "PRAGMA enable_profiling",
        "PRAGMA database_list",
        "CALL pragma_version()",
        "CHECKPOINT",
        "VACUUM",
        "BEGIN TRANSACTION",
        "PREPARE p AS SELECT 1",
        "EXECUTE p",
        "SELECT 1; SELECT 2",
        "SELECT 1; DROP VIEW t",
        "EXPLAIN SELECT 1; COPY t TO '%s/out.csv'",
        "EXPLAIN ANALYZE COPY t TO '%s/out.csv'",
        "EXPLAIN ANALYZE INSERT INTO t VALUES (1, NULL)",
        "/* SELECT */ COPY t TO '%s/out.csv'",
        "WITH x AS (INSERT INTO t VALUES (1, NULL) RETURNING *) SELECT * FROM x",
        "SELECT * FROM read_csv('%s')",
        "SELECT * FROM read_csv_auto('%s')",
        "SELECT * FROM READ_TEXT('%s')",
        "SELECT * FROM read_blob('%s')",
        "SELECT * FROM read_json('%s')",
        "SELECT * FROM read_parquet('%s')",
        "SELECT * FROM parquet_metadata('%s')",
        "SELECT * FROM sniff_csv('%s')",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM query('SELECT 1')",
        "SELECT * FROM query_table('t')",
        "SELECT * FROM duckdb_secrets()",
        "SELECT * FROM duckdb_settings()",
        "SELECT * FROM pragma_storage_info('t')",
        "SELECT (SELECT count(*) FROM read_csv('%s')) FROM t",
        "SELECT * FROM t WHERE a IN (SELECT 1 FROM read_csv('%s'))",
        "WITH x AS (SELECT * FROM read_csv('%s')) SELECT * FROM x",
        "SELECT * FROM t, LATERAL (SELECT * FROM read_csv('%s'))",
        "DESCRIBE SELECT * FROM read_csv('%s')",
        "SUMMARIZE FROM read_csv('%s')",
        "EXPLAIN SELECT * FROM read_csv('%s')",
        "FROM read_csv('https://example.com/x.csv')",
      })
  void refuses(String attack) throws IOException {
    assertRefused(attack.replace("%s", secret.toString()), Reason.SQL_NOT_READ_ONLY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM '%s'",
        "SELECT * FROM \"%s\"",
        "FROM 'https://example.com/x.parquet'",
        "DESCRIBE '%s'",
        "SELECT * FROM memory.\"default\".t",
      })
  void takesFilesForUnknownTables(String attack) throws IOException {
    assertRefused(attack.replace("%s", secret.toString()), Reason.TABLE_UNKNOWN);
  }

  @Test
  void evenTheWarehousesOwnFilesAreReadAsTablesAlone() throws IOException {
    assertRefused("SELECT * FROM read_parquet('" + data.path() + "')", Reason.SQL_NOT_READ_ONLY);
    assertRefused("SELECT * FROM '" + data.path() + "'", Reason.TABLE_UNKNOWN);
  }

  private static void assertRefused(String attack, Reason reason) throws IOException {
    Set<String> before = files();
    assertThatThrownBy(() -> SqlEngineTest.rows(engine, attack))
        .isInstanceOfSatisfying(
            QueryException.class, e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason));
    assertThat(files()).isEqualTo(before);
    assertThat(SqlEngineTest.rows(engine, "SELECT a FROM t")).isEqualTo(List.of(List.of(1L)));
  }

  private static Set<String> files() throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.map(Path::toString).collect(Collectors.toSet());
    }
  }

  /** Were a statement ever let through by mistake, DuckDB's own settings would stop it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM read_csv('%s')",
        "SELECT * FROM '%s'",
        "SELECT * FROM glob('%s')",
        "SELECT * FROM read_text('%s/../secret.csv')",
        "SELECT * FROM read_text('%w/../secret.csv')",
        "SELECT * FROM read_text('%w/../catalog.db')",
        "COPY (SELECT 1) TO '%s'",
        "ATTACH '%s.db'",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
        "SET lock_configuration = false",
        "SET memory_limit = '100GB'",
        "LOAD httpfs",
      })
  void theSecondWallHolds(String attack) throws SQLException {
    String sql =
        attack.replace("%s", secret.toString()).replace("%w", tables.warehouse().directory());
    try (Connection duck = Database.open(SqlLimits.DEFAULT)) {
      Database.lock(duck, tables.warehouse());
      try (Statement statement = duck.createStatement()) {
        statement.execute(sql);
        fail("Let through: " + sql);
      } catch (SQLException e) {
        assertThat(e.getMessage()).containsAnyOf("Permission Error", "locked");
      }
    }
  }
}
