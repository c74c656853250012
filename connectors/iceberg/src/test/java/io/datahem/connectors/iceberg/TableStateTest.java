package io.datahem.connectors.iceberg;

import static io.datahem.connectors.iceberg.TestPlans.at;
import static io.datahem.connectors.iceberg.TestPlans.column;
import static io.datahem.connectors.iceberg.TestPlans.daily;
import static io.datahem.connectors.iceberg.TestTables.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datahem.connectors.iceberg.sql.QueryResult;
import io.datahem.connectors.iceberg.sql.SqlEngine;
import io.datahem.contracts.table.ColumnType;
import io.datahem.contracts.table.TablePlan;
import io.datahem.pipeline.Warehouse;
import io.datahem.pipeline.Warehouse.WrittenFile;
import io.datahem.pipeline.WarehouseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.HistoryEntry;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table's state when the wall clock was set back, or its entry is gone from the catalog. */
class TableStateTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final TablePlan PLAN =
      daily("default.events", at(), column("1", "n", ColumnType.INT64));

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

  private List<Long> numbers() {
    List<Long> numbers = new ArrayList<>();
    try (SqlEngine engine = SqlEngine.open(tables.warehouse());
        QueryResult result = engine.query("SELECT n FROM events ORDER BY 1")) {
      for (List<Object> row = result.next(); row != null; row = result.next()) {
        numbers.add((Long) row.get(0));
      }
    }
    return numbers;
  }

  /** Says in a table's state that all was done an hour later than it was. */
  private void setForward(String table) throws IOException, SQLException {
    String state = location(table);
    String text = Files.readString(Path.of(state));
    StringBuilder later = new StringBuilder();
    java.util.regex.Matcher times =
        java.util.regex.Pattern.compile("(\"(?:timestamp-ms|last-updated-ms)\"\\s*:\\s*)(\\d+)")
            .matcher(text);
    while (times.find()) {
      times.appendReplacement(later, times.group(1) + (Long.parseLong(times.group(2)) + 3_600_000));
    }
    times.appendTail(later);
    Files.writeString(Path.of(state), later);
  }

  private Connection catalog() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + tables.warehouse().catalogFile());
  }

  private String location(String table) throws SQLException {
    try (Connection catalog = catalog();
        Statement select = catalog.createStatement();
        var rows =
            select.executeQuery(
                "SELECT metadata_location FROM iceberg_tables WHERE table_name = '"
                    + table
                    + "'")) {
      return rows.next() ? rows.getString(1) : "";
    }
  }

  private void forget(String table) throws SQLException {
    try (Connection catalog = catalog();
        Statement delete = catalog.createStatement()) {
      delete.execute("DELETE FROM iceberg_tables WHERE table_name = '" + table + "'");
    }
  }

  @Test
  void aClockThatWasSetBackStopsNoCommit() throws Exception {
    tables.put(PLAN, row(NOON, 1L));
    setForward("events");
    tables.close();
    tables = new TestTables(directory);
    WrittenFile file = write(PLAN, row(NOON, 2L));
    tables.session().commit(PLAN.name(), 1, Map.of("second", List.of(file)));
    tables.session().maintain(PLAN.name());
    tables
        .session()
        .prepare(
            daily(
                "default.events",
                at(),
                column("1", "n", ColumnType.INT64),
                column("2", "more", ColumnType.STRING)));
    WrittenFile third = write(PLAN, row(NOON, 3L));
    tables.session().commit(PLAN.name(), 1, Map.of("third", List.of(third)));
    assertThat(numbers()).containsExactly(1L, 2L, 3L);
    try (CatalogPointers pointers =
        CatalogPointers.open(tables.warehouse().catalogFile(), "datahem", 1000)) {
      AtomicLong clock = new AtomicLong(System.currentTimeMillis() + 7_200_000);
      TableState state =
          new TableState(
              TableIdentifier.parse(PLAN.name()), pointers, new LocalFileIO(), clock::get);
      Table table = new BaseTable(state, PLAN.name());
      assertThat(table.history())
          .as("what is new is as old as the newest there was, and nothing else has changed")
          .isSortedAccordingTo(Comparator.comparingLong(HistoryEntry::timestampMillis));
      assertThat(table.currentSnapshot().timestampMillis())
          .isGreaterThan(System.currentTimeMillis() + 3_000_000);
    }
  }

  private WrittenFile write(TablePlan plan, Object[]... rows) {
    Warehouse.DataFile file = tables.session().create(tables.session().prepare(plan));
    for (Object[] row : rows) {
      file.append(row);
    }
    return file.close().get(0);
  }

  @Test
  void aTableWhoseEntryIsGoneComesBackWithItsRowsAtTheNextCommit() throws Exception {
    tables.put(PLAN, row(NOON, 1L));
    WrittenFile file = write(PLAN, row(NOON, 2L));
    forget("events");
    tables.session().commit(PLAN.name(), 1, Map.of("second", List.of(file)));
    assertThat(numbers()).containsExactly(1L, 2L);
  }

  @Test
  void itComesBackWithItsRowsAtTheNextStart() throws Exception {
    tables.put(PLAN, row(NOON, 1L));
    forget("events");
    tables.close();
    tables = new TestTables(directory);
    WrittenFile file = write(PLAN, row(NOON, 2L));
    tables.session().commit(PLAN.name(), 1, Map.of("second", List.of(file)));
    assertThat(numbers()).containsExactly(1L, 2L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"format-version\": 2, \"table-uu"})
  void aStateThatIsBeingWrittenIsPassedOver(String written) throws Exception {
    tables.put(PLAN, row(NOON, 1L));
    Path states = Path.of(location("events")).getParent();
    Files.writeString(states.resolve("00099-cut-off.metadata.json"), written);
    WrittenFile file = write(PLAN, row(NOON, 2L));
    forget("events");
    tables.session().commit(PLAN.name(), 1, Map.of("second", List.of(file)));
    assertThat(numbers()).containsExactly(1L, 2L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"format-version\": 2, \"table-uu"})
  void aTableThatAnotherIsMakingIsMade(String written) throws Exception {
    Path states = directory.resolve("tables/default/events/metadata");
    Files.createDirectories(states);
    Files.writeString(states.resolve("00000-in-writing.metadata.json"), written);
    tables.put(PLAN, row(NOON, 1L));
    assertThat(numbers()).containsExactly(1L);
  }

  @Test
  void aTableOfWhichNoStateCanBeReadIsNotMadeAnew() throws Exception {
    tables.put(PLAN, row(NOON, 1L));
    forget("events");
    try (Stream<Path> files = Files.list(directory.resolve("tables/default/events/metadata"))) {
      for (Path file : files.filter(file -> file.toString().endsWith(".json")).toList()) {
        Files.writeString(file, "");
      }
    }
    assertThatThrownBy(() -> tables.session().prepare(PLAN))
        .isInstanceOf(WarehouseException.class)
        .hasMessageContaining("No state of table default.events");
  }

  @Test
  void aTableWhoseFilesAreGoneTooHoldsWhatWasOnItsWay() throws Exception {
    tables.put(PLAN, row(NOON, 1L));
    TablePlan wider =
        daily(
            "default.events",
            at(),
            column("2", "before", ColumnType.INT64),
            column("1", "n", ColumnType.INT64));
    tables.put(wider, row(NOON, 0L, 2L));
    WrittenFile file = write(wider, row(NOON, 7L, 3L));
    forget("events");
    delete(directory.resolve("tables/default/events/metadata"));
    tables.session().commit(PLAN.name(), 1, Map.of("third", List.of(file)));
    assertThat(numbers()).as("its columns are what they were").containsExactly(3L);
    try (CatalogPointers pointers =
        CatalogPointers.open(tables.warehouse().catalogFile(), "datahem", 1000)) {
      TableState state =
          new TableState(TableIdentifier.parse(PLAN.name()), pointers, new LocalFileIO());
      assertThat(new BaseTable(state, "events").schema().findType("before"))
          .isEqualTo(Types.LongType.get());
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
