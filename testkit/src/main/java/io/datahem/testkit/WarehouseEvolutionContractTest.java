package io.datahem.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datahem.contracts.table.Column;
import io.datahem.contracts.table.ColumnType;
import io.datahem.contracts.table.Partitioning;
import io.datahem.contracts.table.TablePlan;
import io.datahem.pipeline.Warehouse;
import io.datahem.pipeline.Warehouse.DataFile;
import io.datahem.pipeline.Warehouse.Session;
import io.datahem.pipeline.Warehouse.WrittenFile;
import io.datahem.pipeline.WarehouseException;
import io.datahem.pipeline.WarehouseException.Reason;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link Warehouse} must do with a table whose plan changes: rows written before the
 * change and after it are read by the newest names.
 */
@Timeout(120)
public abstract class WarehouseEvolutionContractTest {
  private static final String NAME = "default.evolving";
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private Path directory = Path.of("");
  private Session session;
  private int commits;

  /** The warehouse under a directory, empty at first; the same directory is the same warehouse. */
  protected abstract Warehouse warehouse(Path directory);

  /** As {@link WarehouseContractTest#rows}. */
  protected abstract List<Map<String, @Nullable Object>> rows(Path directory, String table);

  /** The names of a table's columns, in order. */
  protected abstract List<String> columns(Path directory, String table);

  @BeforeEach
  void openSession(@TempDir Path empty) {
    directory = empty;
    session = warehouse(directory).open();
  }

  @AfterEach
  void closeSession() {
    session.close();
  }

  private static TablePlan plan(Column... columns) {
    List<Column> all = new ArrayList<>(List.of(columns));
    all.add(Column.of("_time", ColumnType.TIMESTAMP, "When"));
    return new TablePlan(NAME, "", all, Partitioning.DAILY_BY_ARRIVAL, List.of());
  }

  private static Column field(String path, String name, ColumnType type) {
    return new Column(path, name, type, false, List.of(), "", List.of());
  }

  private static Column record(String path, String name, Column... fields) {
    return new Column(path, name, ColumnType.RECORD, false, List.of(fields), "", List.of());
  }

  private static Column list(String path, String name, Column... fields) {
    return new Column(path, name, ColumnType.RECORD, true, List.of(fields), "", List.of());
  }

  private static @Nullable Object[] values(@Nullable Object... values) {
    return values;
  }

  private List<WrittenFile> write(TablePlan plan, @Nullable Object... values) {
    DataFile file = session.create(session.prepare(plan));
    @Nullable Object[] row = java.util.Arrays.copyOf(values, values.length + 1);
    row[values.length] = NOON.plusSeconds(commits);
    file.append(row);
    return file.close();
  }

  private void commit(List<WrittenFile> files) {
    session.commit(NAME, 1, Map.of("0:" + ++commits, files));
  }

  private void put(TablePlan plan, @Nullable Object... values) {
    commit(write(plan, values));
  }

  /** The rows in the order they were put, without their time. */
  private List<Map<String, @Nullable Object>> rows() {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>(rows(directory, NAME));
    rows.sort(Comparator.comparing(row -> (Instant) row.get("_time")));
    rows.forEach(row -> row.remove("_time"));
    return rows;
  }

  /** A row or record by names and values in turn. */
  private static Map<String, @Nullable Object> map(@Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> map = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return map;
  }

  private void assertIncompatible(TablePlan plan, String... parts) {
    List<String> before = columns(directory, NAME);
    assertThatThrownBy(() -> session.prepare(plan))
        .isInstanceOfSatisfying(
            WarehouseException.class,
            e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(Reason.TABLE_INCOMPATIBLE))
        .hasMessageContaining(NAME)
        .hasMessageContainingAll(parts);
    assertThat(columns(directory, NAME)).isEqualTo(before);
  }

  @Test
  void addedColumnsAreNullInOlderRowsAndStandWhereThePlanHasThem() {
    put(plan(field("1", "a", ColumnType.INT64)), 1L);
    put(
        plan(
            field("2", "b", ColumnType.STRING),
            field("1", "a", ColumnType.INT64),
            field("3", "c", ColumnType.BOOL)),
        "two",
        2L,
        true);
    assertThat(columns(directory, NAME)).containsExactly("b", "a", "c", "_time");
    assertThat(rows())
        .containsExactly(map("a", 1L, "b", null, "c", null), map("a", 2L, "b", "two", "c", true));
  }

  @Test
  void addedFieldsInsideRecordsListsAndMaps() {
    put(
        plan(
            record("1", "r", field("1.1", "x", ColumnType.INT64)),
            list("2", "l", record("2.1", "in", field("2.1.1", "x", ColumnType.INT64)))),
        values(1L),
        List.<@Nullable Object[]>of(values((Object) values(1L))));
    put(
        plan(
            record(
                "1",
                "r",
                field("1.1", "x", ColumnType.INT64),
                record("1.2", "more", field("1.2.1", "z", ColumnType.BOOL))),
            list(
                "2",
                "l",
                record(
                    "2.1",
                    "in",
                    field("2.1.2", "y", ColumnType.STRING),
                    field("2.1.1", "x", ColumnType.INT64)))),
        values(2L, values(true)),
        List.<@Nullable Object[]>of(values((Object) values("y", 2L))));
    assertThat(rows())
        .containsExactly(
            map("r", map("x", 1L, "more", null), "l", List.of(map("in", map("y", null, "x", 1L)))),
            map(
                "r",
                map("x", 2L, "more", map("z", true)),
                "l",
                List.of(map("in", map("y", "y", "x", 2L)))));
  }

  @Test
  void renamedColumnsKeepTheirRows() {
    put(plan(field("1", "a", ColumnType.INT64)), 1L);
    put(plan(field("1", "b", ColumnType.INT64)), 2L);
    assertThat(columns(directory, NAME)).containsExactly("b", "_time");
    assertThat(rows()).containsExactly(map("b", 1L), map("b", 2L));
  }

  @Test
  void renamedFieldsInsideRecordsAndListsKeepTheirRows() {
    put(
        plan(
            record("1", "r", field("1.1", "x", ColumnType.INT64)),
            list("2", "l", field("2.1", "k", ColumnType.STRING))),
        values(1L),
        List.<@Nullable Object[]>of(values("old")));
    put(
        plan(
            record("1", "rr", field("1.1", "y", ColumnType.INT64)),
            list("2", "l", field("2.1", "kk", ColumnType.STRING))),
        values(2L),
        List.<@Nullable Object[]>of(values("new")));
    assertThat(rows())
        .containsExactly(
            map("rr", map("y", 1L), "l", List.of(map("kk", "old"))),
            map("rr", map("y", 2L), "l", List.of(map("kk", "new"))));
  }

  @Test
  void aNewFieldMayTakeTheNameOfARenamedOne() {
    put(
        plan(
            field("1", "a", ColumnType.INT64),
            record("2", "r", field("2.1", "x", ColumnType.INT64))),
        1L,
        values(1L));
    put(
        plan(
            field("1", "b", ColumnType.INT64),
            record(
                "2",
                "r",
                field("2.1", "y", ColumnType.INT64),
                field("2.2", "x", ColumnType.STRING)),
            field("3", "a", ColumnType.STRING)),
        2L,
        values(2L, "nested"),
        "top");
    assertThat(rows())
        .containsExactly(
            map("b", 1L, "r", map("y", 1L, "x", null), "a", null),
            map("b", 2L, "r", map("y", 2L, "x", "nested"), "a", "top"));
  }

  @Test
  void fieldsMayExchangeNames() {
    put(plan(field("1", "a", ColumnType.INT64), field("2", "b", ColumnType.STRING)), 1L, "one");
    put(plan(field("1", "b", ColumnType.INT64), field("2", "a", ColumnType.STRING)), 2L, "two");
    assertThat(rows()).containsExactly(map("b", 1L, "a", "one"), map("b", 2L, "a", "two"));
  }

  @Test
  void columnsThatThePlanLacksStay() {
    put(plan(field("1", "a", ColumnType.INT64), field("2", "b", ColumnType.STRING)), 1L, "one");
    put(plan(field("2", "b", ColumnType.STRING)), "two");
    assertThat(rows()).containsExactly(map("a", 1L, "b", "one"), map("a", null, "b", "two"));
    put(plan(field("1", "a", ColumnType.INT64), field("2", "b", ColumnType.STRING)), 3L, "three");
    assertThat(rows()).contains(map("a", 3L, "b", "three"));
  }

  @Test
  void filesWrittenBeforeAChangeAreCommittedAfterIt() {
    TablePlan before = plan(field("1", "a", ColumnType.INT64));
    List<WrittenFile> files = write(before, 1L);
    try (Session other = warehouse(directory).open()) {
      other.prepare(plan(field("1", "b", ColumnType.INT64), field("2", "c", ColumnType.BOOL)));
    }
    commit(files);
    assertThat(rows()).containsExactly(map("b", 1L, "c", null));
  }

  @Test
  void aTableThatAnotherSessionPreparedIsNotNumberedAnew() {
    put(plan(field("1", "a", ColumnType.INT64)), 1L);
    try (Session other = warehouse(directory).open()) {
      other.prepare(plan(field("1", "a", ColumnType.INT64)));
      other.prepare(plan(field("1", "b", ColumnType.INT64)));
    }
    put(plan(field("1", "b", ColumnType.INT64)), 2L);
    assertThat(rows()).containsExactly(map("b", 1L), map("b", 2L));
  }

  @Test
  void anotherTypeIsIncompatible() {
    put(
        plan(
            field("1", "a", ColumnType.INT64),
            record("2", "r", field("2.1", "x", ColumnType.BOOL))),
        1L,
        values(true));
    assertIncompatible(
        plan(field("1", "a", ColumnType.STRING)),
        "'a'",
        "found long, expected string",
        "new field");
    assertIncompatible(plan(record("1", "a", field("1.1", "x", ColumnType.BOOL))), "'a'");
    assertIncompatible(plan(list("2", "r", field("2.1", "x", ColumnType.BOOL))), "'r'");
    assertIncompatible(plan(record("2", "r", field("2.1", "x", ColumnType.DATE))), "r.x", "date");
  }

  @Test
  void aNewColumnMayNotTakeAnOldOnesName() {
    put(plan(field("1", "a", ColumnType.INT64)), 1L);
    assertIncompatible(plan(field("2", "a", ColumnType.INT64)), "'a'");
    assertIncompatible(
        plan(field("1", "a", ColumnType.INT64), field("2", "a", ColumnType.INT64)), "'a'");
  }

  @Test
  void aRenamedColumnMayNotTakeAnOldOnesName() {
    put(plan(field("1", "a", ColumnType.INT64), field("2", "b", ColumnType.INT64)), 1L, 2L);
    assertIncompatible(plan(field("1", "b", ColumnType.INT64)), "'a'", "'b'");
    put(
        plan(
            record(
                "3", "r", field("3.1", "x", ColumnType.BOOL), field("3.2", "y", ColumnType.BOOL))),
        (Object) values(true, true));
    assertIncompatible(plan(record("3", "r", field("3.1", "y", ColumnType.BOOL))), "y");
  }
}
