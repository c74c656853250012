package io.datahem.connectors.iceberg.sql;

import static io.datahem.connectors.iceberg.TestPlans.at;
import static io.datahem.connectors.iceberg.TestPlans.column;
import static io.datahem.connectors.iceberg.TestPlans.daily;
import static io.datahem.connectors.iceberg.TestPlans.list;
import static io.datahem.connectors.iceberg.TestPlans.record;
import static io.datahem.connectors.iceberg.TestTables.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datahem.connectors.iceberg.IcebergWarehouse;
import io.datahem.connectors.iceberg.TestTables;
import io.datahem.connectors.iceberg.sql.QueryException.Reason;
import io.datahem.contracts.table.ColumnType;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SqlEngineTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123456Z");

  @TempDir Path directory;
  private TestTables tables;
  private SqlEngine engine;

  @BeforeEach
  void open() {
    tables = new TestTables(directory);
    engine = SqlEngine.open(tables.warehouse());
  }

  @AfterEach
  void close() {
    engine.close();
    tables.close();
  }

  private List<List<Object>> query(String sql) {
    return rows(engine, sql);
  }

  static List<List<Object>> rows(SqlEngine engine, String sql) {
    try (QueryResult result = engine.query(sql)) {
      List<List<Object>> rows = new ArrayList<>();
      for (List<Object> row = result.next(); row != null; row = result.next()) {
        rows.add(row);
      }
      return rows;
    }
  }

  private void assertFails(String sql, Reason reason, String... parts) {
    assertThatThrownBy(() -> query(sql))
        .as(sql)
        .isInstanceOfSatisfying(
            QueryException.class, e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason))
        .hasMessageContainingAll(parts);
  }

  @Test
  void showsEveryTypeExactly() {
    tables.put(
        daily(
            "default.all_types",
            column("1", "i", ColumnType.INT64),
            column("2", "n", ColumnType.NUMERIC),
            column("3", "u", ColumnType.UINT64),
            column("4", "f", ColumnType.FLOAT64),
            column("5", "b", ColumnType.BOOL),
            column("6", "s", ColumnType.STRING),
            column("7", "y", ColumnType.BYTES),
            column("8", "d", ColumnType.DATE),
            column("9", "dt", ColumnType.DATETIME),
            column("10", "t", ColumnType.TIME),
            column("11", "j", ColumnType.JSON),
            record("12", "r", column("12.1", "x", ColumnType.INT64)),
            list("13", "l", column("13.1", "k", ColumnType.STRING)),
            at()),
        row(
            Long.MIN_VALUE,
            new BigDecimal("12345678901234567890123456789.123456789"),
            new BigDecimal("18446744073709551615"),
            0.1,
            true,
            "å 漢 'q'",
            new byte[] {0, -1},
            LocalDate.of(1969, 12, 31),
            LocalDateTime.of(2026, 3, 29, 2, 30, 0, 1_000),
            LocalTime.of(23, 59, 59, 999_999_000),
            "{\"a\":1}",
            row(7L),
            List.of(new Object[][] {row("a"), row("b")}),
            NOON));
    List<Object> row = query("SELECT * FROM all_types").get(0);
    assertThat(row)
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(
            Long.MIN_VALUE,
            new BigDecimal("12345678901234567890123456789.123456789"),
            new BigDecimal("18446744073709551615"),
            0.1,
            true,
            "å 漢 'q'",
            new byte[] {0, -1},
            LocalDate.of(1969, 12, 31),
            LocalDateTime.of(2026, 3, 29, 2, 30, 0, 1_000),
            LocalTime.of(23, 59, 59, 999_999_000),
            "{\"a\":1}",
            Map.of("x", 7L),
            List.of(Map.of("k", "a"), Map.of("k", "b")),
            NOON);
  }

  @Test
  void emptyTablesHaveTheirColumnsAndNoRows() {
    tables.put(daily("default.empty", column("1", "a", ColumnType.INT64), at()));
    try (QueryResult result = engine.query("SELECT * FROM empty")) {
      assertThat(result.columns())
          .containsExactly(
              new ResultColumn("a", "BIGINT"), new ResultColumn("at", "TIMESTAMP WITH TIME ZONE"));
      assertThat(result.next()).isNull();
    }
    assertThat(query("SELECT count(*) FROM empty")).containsExactly(List.of(0L));
  }

  @Test
  void findsColumnsByIdentityAcrossAddedAndRenamedOnes() {
    String name = "default.evolving";
    tables.put(daily(name, column("1", "a", ColumnType.INT64), at()), row(1L, NOON));
    tables.put(
        daily(name, column("1", "b", ColumnType.INT64), column("2", "a", ColumnType.STRING), at()),
        row(2L, "new", NOON));
    assertThat(query("SELECT b, a FROM evolving ORDER BY b"))
        .containsExactly(java.util.Arrays.asList(1L, null), List.of(2L, "new"));
  }

  @Test
  void findsNestedFieldsByIdentityAcrossAddedAndRenamedOnes() {
    String name = "default.nested";
    tables.put(
        daily(
            name,
            record(
                "1",
                "r",
                column("1.1", "x", ColumnType.INT64),
                record("1.2", "deep", column("1.2.1", "p", ColumnType.STRING))),
            list(
                "2",
                "l",
                column("2.1", "k", ColumnType.STRING),
                column("2.2", "v", ColumnType.INT64)),
            at()),
        row(row(1L, row("p1")), List.<Object[]>of(row("k1", 10L)), NOON),
        row(null, null, NOON));
    tables.put(
        daily(
            name,
            record(
                "1",
                "r",
                column("1.1", "y", ColumnType.INT64),
                record(
                    "1.2",
                    "deep",
                    column("1.2.1", "q", ColumnType.STRING),
                    column("1.2.2", "p", ColumnType.BOOL)),
                column("1.3", "x", ColumnType.STRING)),
            list(
                "2",
                "l",
                column("2.1", "k", ColumnType.STRING),
                column("2.3", "v", ColumnType.STRING),
                column("2.2", "w", ColumnType.INT64)),
            at()),
        row(
            row(2L, row("p2", true), "new"),
            List.<Object[]>of(row("k2", "text", 20L)),
            NOON.plusSeconds(1)));
    assertThat(
            query(
                "SELECT r.y, r.x, r.deep.q, r.deep.p, l[1].k, l[1].v, l[1].w FROM nested"
                    + " WHERE r IS NOT NULL ORDER BY r.y"))
        .containsExactly(
            java.util.Arrays.asList(1L, null, "p1", null, "k1", null, 10L),
            List.of(2L, "new", "p2", true, "k2", "text", 20L));
    assertThat(query("SELECT count(*) FROM nested WHERE r IS NULL AND l IS NULL"))
        .containsExactly(List.of(1L));
    assertThat(query("SELECT * FROM nested")).hasSize(3);
  }

  @Test
  void addedNestedFieldsNeedNoRebuilding() {
    String name = "default.added";
    tables.put(
        daily(name, list("1", "l", column("1.1", "k", ColumnType.STRING)), at()),
        row(List.<Object[]>of(row("old")), NOON));
    tables.put(
        daily(
            name,
            list(
                "1",
                "l",
                column("1.2", "n", ColumnType.INT64),
                column("1.1", "k", ColumnType.STRING)),
            at()),
        row(List.<Object[]>of(row(5L, "new")), NOON));
    assertThat(query("SELECT l[1].k, l[1].n FROM added ORDER BY 1"))
        .containsExactly(List.of("new", 5L), java.util.Arrays.asList("old", null));
  }

  @Test
  void namesOtherNamespacesBySchema() {
    tables.put(daily("datahem.raw", column("1", "a", ColumnType.INT64), at()), row(1L, NOON));
    tables.put(daily("default.raw", column("1", "a", ColumnType.INT64), at()), row(2L, NOON));
    assertThat(query("SELECT d.a, raw.a FROM datahem.raw AS d, raw"))
        .containsExactly(List.of(1L, 2L));
    assertThat(query("SELECT a FROM \"default\".raw")).containsExactly(List.of(2L));
    assertThat(query("FROM DataHem.RAW SELECT a")).containsExactly(List.of(1L));
  }

  @Test
  void readsWithoutSelectingToo() {
    tables.put(daily("default.t", column("1", "a", ColumnType.INT64), at()), row(1L, NOON));
    assertThat(query("WITH t AS (SELECT a + 1 AS a FROM t) SELECT a FROM t;"))
        .containsExactly(List.of(2L));
    assertThat(query("WITH x AS (SELECT 3 AS a) SELECT a FROM x")).containsExactly(List.of(3));
    assertThat(query("VALUES (1), (2)")).hasSize(2);
    assertThat(query("DESCRIBE t")).extracting(row -> row.get(0)).containsExactly("a", "at");
    assertThat(query("SUMMARIZE t")).hasSize(2);
    assertThat(query("EXPLAIN ANALYZE SELECT * FROM t")).hasSize(1);
    assertThat(query("SELECT count(*) FROM range(10)")).containsExactly(List.of(10L));
    assertThat(query("SHOW TABLES")).containsExactly(List.of("t"));
    tables.put(daily("datahem.raw", column("1", "a", ColumnType.INT64), at()));
    assertThat(query("SELECT table_schema, table_name FROM information_schema.tables ORDER BY 1"))
        .containsExactly(List.of("datahem", "raw"), List.of("default", "t"));
  }

  @Test
  void seesEveryCommitAndNeverHalfOfOne() {
    tables.put(daily("default.live", column("1", "a", ColumnType.INT64), at()), row(1L, NOON));
    assertThat(query("SELECT sum(a) FROM live").get(0).get(0)).hasToString("1");
    tables.put(daily("default.live", column("1", "a", ColumnType.INT64), at()), row(2L, NOON));
    assertThat(query("SELECT sum(a) FROM live").get(0).get(0)).hasToString("3");
  }

  @Test
  void unknownTablesAreAnsweredWithTheNearest() {
    tables.put(daily("default.truck_temperatures", column("1", "a", ColumnType.INT64), at()));
    tables.put(daily("datahem.dead_letters", column("1", "a", ColumnType.INT64), at()));
    assertFails(
        "SELECT * FROM truck_temperature",
        Reason.TABLE_UNKNOWN,
        "Cannot find table 'truck_temperature', did you mean 'truck_temperatures'?");
    assertFails(
        "SELECT * FROM dead_letters", Reason.TABLE_UNKNOWN, "did you mean 'datahem.dead_letters'?");
    assertFails(
        "SELECT * FROM nothing_like_it",
        Reason.TABLE_UNKNOWN,
        "expected one of datahem.dead_letters, truck_temperatures");
    assertFails("SELECT * FROM a.b.c", Reason.TABLE_UNKNOWN, "a.b.c");
  }

  @Test
  void aWarehouseWithoutACatalogIsSaidSo() {
    assertThatThrownBy(() -> SqlEngine.open(IcebergWarehouse.under(directory.resolve("nothing"))))
        .isInstanceOfSatisfying(
            QueryException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.WAREHOUSE_UNAVAILABLE))
        .hasMessageContaining("Cannot find a catalog");
    assertThat(directory.resolve("nothing")).doesNotExist();
  }

  @Test
  void mistakesAreExplained() {
    assertFails("SELEC 1", Reason.SQL_INVALID, "Cannot read the statement: syntax error", "SELEC");
    assertFails("", Reason.SQL_INVALID, "found 0 statements");
    assertFails("SELECT nothing", Reason.SQL_INVALID, "nothing");
    tables.put(daily("default.t", column("1", "amount", ColumnType.INT64), at()));
    assertFails("SELECT amonut FROM t", Reason.SQL_INVALID, "amonut", "amount");
    assertFails("SELECT 'x'::INTEGER", Reason.SQL_INVALID, "x");
    assertFails("SELECT " + "x".repeat(100_000), Reason.SQL_INVALID, "100007", "100000");
    assertFails("SELECT " + "1+".repeat(5_000) + "1", Reason.SQL_INVALID, "Cannot");
    assertFails(
        "SELECT " + "abs(".repeat(5_000) + "1" + ")".repeat(5_000), Reason.SQL_INVALID, "Cannot");
    assertThat(query("SELECT 1")).hasSize(1);
  }

  @Test
  void memoryIsBounded() {
    SqlLimits small = new SqlLimits(64L << 20, 1, Duration.ofSeconds(30));
    try (SqlEngine bounded = SqlEngine.open(tables.warehouse(), small)) {
      assertThatThrownBy(
              () ->
                  rows(
                      bounded,
                      "SELECT a FROM range(50000000) t(a) ORDER BY hash(a) LIMIT 1 OFFSET 40000000"))
          .isInstanceOfSatisfying(
              QueryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SQL_TOO_LARGE));
      assertThat(rows(bounded, "SELECT 1")).hasSize(1);
    }
  }

  @Test
  void timeIsBoundedBeforeAndBetweenRows() {
    SqlLimits shortly = new SqlLimits(1L << 28, 1, Duration.ofMillis(300));
    try (SqlEngine bounded = SqlEngine.open(tables.warehouse(), shortly)) {
      for (String sql :
          List.of(
              "SELECT count(*) FROM range(1000000000000) t(i) WHERE i % 7 = 3",
              "SELECT i FROM range(1000000000000) t(i)")) {
        assertThatThrownBy(() -> drain(bounded.query(sql)))
            .isInstanceOfSatisfying(
                QueryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SQL_TIMEOUT));
      }
    }
  }

  @Test
  void aRunningStatementCanBeCancelled() {
    try (QueryResult result = engine.query("SELECT i FROM range(1000000000000) t(i)")) {
      assertThat(result.next()).isEqualTo(List.of(0L));
      CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS).execute(result::cancel);
      assertThatThrownBy(() -> drain(result))
          .isInstanceOfSatisfying(
              QueryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SQL_CANCELLED));
    }
    try (QueryResult result = engine.query("SELECT i FROM range(1000000000000) t(i)")) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(result::next).isInstanceOf(QueryException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static void drain(QueryResult result) {
    try (result) {
      while (result.next() != null) {
        // On to the next.
      }
    }
  }
}
