package io.datahem.connectors.iceberg.sql;

import static io.datahem.connectors.iceberg.TestPlans.column;
import static io.datahem.connectors.iceberg.TestPlans.record;
import static io.datahem.connectors.iceberg.TestTables.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datahem.connectors.iceberg.TestTables;
import io.datahem.contracts.table.Column;
import io.datahem.contracts.table.ColumnType;
import io.datahem.contracts.table.CurrentState;
import io.datahem.contracts.table.Partitioning;
import io.datahem.contracts.table.SystemColumns;
import io.datahem.contracts.table.TablePlan;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The newest state of each object, whatever the order in which its changes came. */
class LatestViewTest {
  private static final long DELETED = 3;
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final CurrentState CURRENT =
      new CurrentState(List.of("id", "of.shop"), "changed_at", "change", Long.toString(DELETED));

  @TempDir Path directory;
  private TestTables tables;

  @BeforeEach
  void open() {
    tables = new TestTables(directory);
  }

  @AfterEach
  void close() {
    tables.close();
  }

  private static TablePlan plan(CurrentState current) {
    List<Column> columns = new ArrayList<>();
    columns.add(column("1", "id", ColumnType.STRING));
    columns.add(record("2", "of", column("2.1", "shop", ColumnType.INT64)));
    columns.add(column("3", "changed_at", ColumnType.TIMESTAMP));
    columns.add(column("4", "change", ColumnType.INT64));
    columns.add(column("5", "state", ColumnType.STRING));
    columns.addAll(SystemColumns.ALL);
    return new TablePlan(
        "default.orders", "", columns, Partitioning.DAILY_BY_ARRIVAL, List.of(), current);
  }

  private static Object[] change(
      String id, long shop, Instant at, long change, String state, Instant time, long offset) {
    TablePlan plan = plan(CURRENT);
    Object[] row = new Object[plan.columns().size()];
    System.arraycopy(row(id, row(shop), at, change, state), 0, row, 0, 5);
    row[plan.slot(SystemColumns.ID)] = "e" + offset;
    row[plan.slot(SystemColumns.TIME)] = time;
    row[plan.slot(SystemColumns.PARTITION)] = 0L;
    row[plan.slot(SystemColumns.OFFSET)] = offset;
    row[plan.slot(SystemColumns.CONTRACT)] = 1L;
    return row;
  }

  private List<String> latest(String where) throws SQLException {
    List<String> states = new ArrayList<>();
    try (SqlEngine engine = SqlEngine.open(tables.warehouse());
        QueryResult result =
            engine.query("SELECT state FROM orders_latest " + where + " ORDER BY state")) {
      for (List<Object> row = result.next(); row != null; row = result.next()) {
        states.add((String) row.get(0));
      }
    }
    return states;
  }

  @Test
  void isTheNewestByEventTimeThenByCollectionThenByPosition() throws SQLException {
    tables.put(
        plan(CURRENT),
        change("late", 1, NOON.plusSeconds(9), 2, "late: newest", NOON, 0),
        change("late", 1, NOON, 2, "late: older, came later", NOON.plusSeconds(1), 1),
        change("tie", 1, NOON, 2, "tie: first", NOON, 2),
        change("tie", 1, NOON, 2, "tie: second", NOON, 3),
        change("other", 1, NOON, 2, "other shop 1", NOON, 4),
        change("other", 2, NOON, 2, "other shop 2", NOON, 5),
        change("timeless", 1, null, 2, "timeless: first", NOON, 6),
        change("timeless", 1, null, 2, "timeless: second", NOON.plusSeconds(5), 7));
    assertThat(latest(""))
        .containsExactly(
            "late: newest", "other shop 1", "other shop 2", "tie: second", "timeless: second");
  }

  @Test
  void anObjectThatIsGoneIsNotShownAndNoLateChangeBringsItBack() throws SQLException {
    tables.put(
        plan(CURRENT),
        change("gone", 1, NOON, 1, "gone", NOON, 0),
        change("gone", 1, NOON.plusSeconds(9), DELETED, "gone", NOON, 1),
        change("gone", 1, NOON.plusSeconds(5), 2, "gone", NOON.plusSeconds(60), 2),
        change("back", 1, NOON, DELETED, "back", NOON, 3),
        change("back", 1, NOON.plusSeconds(1), 1, "back again", NOON, 4),
        change("unsaid", 1, NOON, 0, "unsaid", NOON, 5));
    assertThat(latest("")).containsExactly("back again", "unsaid");
    assertThat(latest("WHERE id = 'gone'")).isEmpty();
  }

  @Test
  void agreesWithAFoldOverTheChangesInAnyOrder() throws SQLException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    TreeMap<String, Object[]> newest = new TreeMap<>();
    List<Object[]> changes = new ArrayList<>();
    for (long offset = 0; offset < 500; offset++) {
      Instant at = NOON.plusSeconds(random.nextInt(50));
      String id = "o" + random.nextInt(40);
      long change = random.nextInt(4);
      Object[] row = change(id, 1, at, change, id + "@" + offset, NOON, offset);
      changes.add(row);
      newest.merge(id, row, (a, b) -> ((Instant) b[2]).isBefore((Instant) a[2]) ? a : b);
    }
    for (int from = 0; from < changes.size(); from += 100) {
      tables.put(plan(CURRENT), changes.subList(from, from + 100).toArray(new Object[0][]));
    }
    assertThat(latest(""))
        .as("seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(
            newest.values().stream()
                .filter(row -> (Long) row[3] != DELETED)
                .map(row -> (String) row[4])
                .toList());
  }

  @Test
  void aTableWithoutAKeySaysSo() {
    tables.put(plan(null), change("a", 1, NOON, 1, "s", NOON, 0));
    assertThatThrownBy(() -> latest(""))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("'orders'")
        .hasMessageContaining("key");
  }

  @Test
  void aKeyThatIsGivenOrTakenLaterCounts() throws SQLException {
    tables.put(plan(null), change("a", 1, NOON, 1, "first", NOON, 0));
    tables.put(plan(CURRENT), change("a", 1, NOON, 1, "second", NOON, 1));
    assertThat(latest("")).containsExactly("second");
  }

  @Test
  void isListedWithTheTables() throws SQLException {
    tables.put(plan(CURRENT), change("a", 1, NOON, 1, "s", NOON, 0));
    try (SqlEngine engine = SqlEngine.open(tables.warehouse());
        QueryResult result =
            engine.query("SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1")) {
      List<Object> names = new ArrayList<>();
      for (List<Object> row = result.next(); row != null; row = result.next()) {
        names.add(row.get(0));
      }
      assertThat(names).containsExactly("orders", "orders_latest");
    }
  }
}
