package io.datahem.connectors.iceberg;

import static io.datahem.connectors.iceberg.TestPlans.column;
import static io.datahem.connectors.iceberg.TestPlans.record;
import static io.datahem.connectors.iceberg.TestTables.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datahem.connectors.iceberg.sql.QueryException;
import io.datahem.connectors.iceberg.sql.QueryResult;
import io.datahem.connectors.iceberg.sql.SqlEngine;
import io.datahem.contracts.table.Column;
import io.datahem.contracts.table.ColumnType;
import io.datahem.contracts.table.CurrentState;
import io.datahem.contracts.table.Partitioning;
import io.datahem.contracts.table.Partitioning.Unit;
import io.datahem.contracts.table.Reporting;
import io.datahem.contracts.table.SystemColumns;
import io.datahem.contracts.table.TablePlan;
import io.datahem.pipeline.FencedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small table beside a stream's own: of each object the newest row, whenever it is merged. */
class ReportingTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final Reporting BY_DAY =
      new Reporting(new Partitioning("created_at", Unit.DAY), List.of("shop"), 5);
  private static final CurrentState CURRENT =
      new CurrentState(
          List.of("id", "of.number"),
          SystemColumns.PUBLISHED,
          SystemColumns.OPERATION,
          SystemColumns.REMOVED,
          BY_DAY);

  @TempDir Path directory;
  private TestTables tables;
  private final Map<Integer, Long> ends = new HashMap<>(Map.of(0, 0L, 1, 0L));

  @BeforeEach
  void open() {
    tables = new TestTables(directory);
  }

  @AfterEach
  void close() {
    tables.close();
  }

  private static TablePlan plan(CurrentState current, Column... more) {
    List<Column> columns = new ArrayList<>();
    columns.add(column("1", "id", ColumnType.STRING));
    columns.add(record("2", "of", column("2.1", "number", ColumnType.INT64)));
    columns.add(column("3", "created_at", ColumnType.TIMESTAMP));
    columns.add(column("4", "shop", ColumnType.STRING));
    columns.add(column("5", "state", ColumnType.STRING));
    columns.addAll(List.of(more));
    columns.addAll(SystemColumns.of(true));
    return new TablePlan(
        "default.orders", "", columns, Partitioning.DAILY_BY_ARRIVAL, List.of(), current);
  }

  /** A change as it is in the table: the position is the next of its partition. */
  private Object[] change(
      TablePlan plan, String id, Instant created, String state, Instant at, String operation) {
    return change(plan, id, created, state, at, operation, 0);
  }

  private Object[] change(
      TablePlan plan,
      String id,
      Instant created,
      String state,
      Instant at,
      String operation,
      int partition) {
    Object[] row = new Object[plan.columns().size()];
    long offset = ends.merge(partition, 1L, Long::sum) - 1;
    System.arraycopy(row(id, row(7L), created, "shop " + id, state), 0, row, 0, 5);
    row[plan.slot(SystemColumns.OPERATION)] = operation;
    row[plan.slot(SystemColumns.PUBLISHED)] = at;
    row[plan.slot(SystemColumns.EVENT_ID)] = "e" + offset;
    row[plan.slot(SystemColumns.ID)] = partition + "/" + offset;
    row[plan.slot(SystemColumns.TIME)] = NOON;
    row[plan.slot(SystemColumns.PARTITION)] = (long) partition;
    row[plan.slot(SystemColumns.OFFSET)] = offset;
    row[plan.slot(SystemColumns.CONTRACT)] = 1L;
    return row;
  }

  private Object[] change(String id, String state, int second) {
    return change(
        plan(CURRENT), id, NOON, state, NOON.plusSeconds(second), state.isEmpty() ? "REMOVE" : "-");
  }

  private void merge() {
    tables.session().report("default.orders", 1, Map.copyOf(ends));
  }

  private List<String> states(String table) throws Exception {
    return texts("SELECT state FROM " + table + " ORDER BY 1");
  }

  private List<String> texts(String query) throws Exception {
    List<String> texts = new ArrayList<>();
    try (SqlEngine engine = SqlEngine.open(tables.warehouse());
        QueryResult result = engine.query(query)) {
      for (List<Object> row = result.next(); row != null; row = result.next()) {
        texts.add(String.valueOf(row.get(0)));
      }
    }
    return texts;
  }

  private Table table(JdbcCatalog catalog) {
    return catalog.loadTable(TableIdentifier.of("reporting", "orders"));
  }

  @Test
  void policyTagsAreOnItsColumnsToo() throws Exception {
    Column tagged =
        new Column("6", "mail", ColumnType.STRING, false, List.of(), "", List.of("pii"));
    TablePlan plan = plan(CURRENT, tagged);
    tables.put(plan, change(plan, "a", NOON, "new", NOON, "INSERT"));
    merge();
    try (JdbcCatalog catalog = tables.warehouse().openCatalog()) {
      Table table = table(catalog);
      assertThat(ColumnTags.read(table))
          .isEqualTo(Map.of(table.schema().findField("mail").fieldId(), List.of("pii")));
    }
  }

  @Test
  void hasOneRowForEachObjectAndLatestHasWhatIsNotMergedToo() throws Exception {
    tables.put(plan(CURRENT), change("a", "a1", 1), change("b", "b1", 1), change("b", "b2", 2));
    assertThat(states("orders_reporting")).isEmpty();
    assertThat(states("orders_latest")).containsExactly("a1", "b2");
    merge();
    assertThat(states("orders_reporting")).containsExactly("a1", "b2");
    tables.put(plan(CURRENT), change("a", "a2", 3), change("c", "c1", 3));
    assertThat(states("orders_reporting")).containsExactly("a1", "b2");
    assertThat(states("orders_latest")).containsExactly("a2", "b2", "c1");
    merge();
    assertThat(states("orders_reporting")).containsExactly("a2", "b2", "c1");
    assertThat(states("orders")).hasSize(5);
  }

  @Test
  void whatIsGoneIsNotShownAndNoLateChangeBringsItBack() throws Exception {
    tables.put(plan(CURRENT), change("a", "a1", 1), change("b", "b1", 1));
    merge();
    tables.put(plan(CURRENT), change("a", "", 9));
    assertThat(states("orders_latest")).containsExactly("b1");
    merge();
    assertThat(states("orders_reporting")).containsExactly("b1");
    tables.put(plan(CURRENT), change("a", "late", 5));
    assertThat(states("orders_latest")).containsExactly("b1");
    merge();
    assertThat(states("orders_reporting")).containsExactly("b1");
    assertThat(states("orders_latest")).containsExactly("b1");
    assertThat(texts("SELECT shop FROM reporting.orders WHERE id = 'a'"))
        .as("of what is gone only the key and the times are kept")
        .containsExactly("null");
    tables.put(plan(CURRENT), change("a", "back", 10));
    merge();
    assertThat(states("orders_reporting")).containsExactly("b1", "back");
  }

  @Test
  void anObjectWhosePartitionChangesIsInTheNewOneAlone() throws Exception {
    TablePlan plan = plan(CURRENT);
    tables.put(plan, change(plan, "a", NOON, "a1", NOON, "-"));
    tables.put(plan, change(plan, "b", NOON.plusSeconds(200_000), "b1", NOON, "-"));
    merge();
    tables.put(plan, change(plan, "a", NOON.plusSeconds(100_000), "a2", NOON.plusSeconds(1), "-"));
    tables.put(plan, change(plan, "c", null, "c1", NOON, "-"));
    merge();
    assertThat(states("orders_reporting")).containsExactly("a2", "b1", "c1");
    try (JdbcCatalog catalog = tables.warehouse().openCatalog()) {
      assertThat(partitions(table(catalog)))
          .containsExactlyInAnyOrder(
              "created_at_day=2026-01-03", "created_at_day=2026-01-04", "created_at_day=null");
    }
  }

  private static List<String> partitions(Table table) throws IOException {
    return files(table).stream()
        .map(file -> table.spec().partitionToPath(file.partition()))
        .toList();
  }

  private static List<DataFile> files(Table table) throws IOException {
    List<DataFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      tasks.forEach(task -> files.add(task.file()));
    }
    return files;
  }

  @Test
  void filesOfObjectsThatDidNotChangeAreLeftAlone() throws Exception {
    TablePlan plan = plan(CURRENT);
    tables.put(plan, change(plan, "a", NOON, "a1", NOON, "-"));
    tables.put(plan, change(plan, "b", NOON.plusSeconds(200_000), "b1", NOON, "-"));
    merge();
    try (JdbcCatalog catalog = tables.warehouse().openCatalog()) {
      List<String> before = files(table(catalog)).stream().map(DataFile::location).toList();
      tables.put(plan, change(plan, "a", NOON, "a2", NOON.plusSeconds(1), "-"));
      merge();
      assertThat(files(table(catalog)).stream().map(DataFile::location))
          .hasSize(2)
          .filteredOn(before::contains)
          .hasSize(1);
      merge();
      List<Snapshot> snapshots = new ArrayList<>();
      table(catalog).snapshots().forEach(snapshots::add);
      assertThat(snapshots).as("nothing new, nothing committed").hasSize(2);
    }
  }

  @Test
  void rowsAreSortedByTheClusteringAndReadByIceberg() throws Exception {
    Object[][] rows = new Object[50][];
    Random random = new Random(1);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = change("o" + random.nextInt(1000) + "-" + i, "s", i);
    }
    tables.put(plan(CURRENT), rows);
    merge();
    List<String> shops = new ArrayList<>();
    try (JdbcCatalog catalog = tables.warehouse().openCatalog();
        CloseableIterable<Record> read = IcebergGenerics.read(table(catalog)).build()) {
      read.forEach(row -> shops.add((String) row.getField("shop")));
    }
    assertThat(shops).hasSize(50).isSorted();
  }

  @Test
  void columnsAreThoseOfTheStreamsTableWhateverBecomesOfThem() throws Exception {
    tables.put(plan(CURRENT), change("a", "a1", 1), change("b", "b1", 1));
    merge();
    CurrentState renamed =
        new CurrentState(
            List.of("order_id", "of.number"),
            CURRENT.time(),
            CURRENT.deletedColumn(),
            CURRENT.deletedValue(),
            BY_DAY);
    List<Column> columns = new ArrayList<>(plan(renamed).columns());
    columns.set(0, column("1", "order_id", ColumnType.STRING));
    columns.set(
        1,
        record(
            "2",
            "of",
            column("2.1", "number", ColumnType.INT64),
            column("2.2", "line", ColumnType.STRING)));
    columns.add(5, column("6", "note", ColumnType.STRING));
    TablePlan plan =
        new TablePlan(
            "default.orders", "", columns, Partitioning.DAILY_BY_ARRIVAL, List.of(), renamed);
    Object[] row = change(plan, "b", NOON, "b2", NOON.plusSeconds(2), "-");
    row[1] = row(7L, "nested");
    row[5] = "new";
    tables.put(plan, row);
    String all = "SELECT concat_ws(' ', order_id, state, note, \"of\".line) FROM ";
    assertThat(texts(all + "orders_latest ORDER BY 1")).containsExactly("a a1", "b b2 new nested");
    assertThat(texts(all + "orders_reporting ORDER BY 1")).containsExactly("a a1", "b b1");
    merge();
    assertThat(texts(all + "orders_reporting ORDER BY 1"))
        .containsExactly("a a1", "b b2 new nested");
  }

  @Test
  void anotherKeyOrPartitioningMakesItAnew() throws Exception {
    tables.put(plan(CURRENT), change("a", "a1", 1), change("b", "b1", 2));
    merge();
    Reporting byShop = new Reporting(new Partitioning("shop", Unit.VALUE), List.of(), 5);
    CurrentState byNumber =
        new CurrentState(
            List.of("of.number"),
            CURRENT.time(),
            CURRENT.deletedColumn(),
            CURRENT.deletedValue(),
            byShop);
    tables.put(plan(byNumber));
    assertThat(states("orders_latest")).containsExactly("b1");
    merge();
    assertThat(states("orders_reporting")).containsExactly("b1");
    try (JdbcCatalog catalog = tables.warehouse().openCatalog()) {
      assertThat(partitions(table(catalog))).containsExactly("shop=shop+b");
    }
  }

  @Test
  void anOlderJobMergesNothingOnceANewerHas() throws Exception {
    tables.put(plan(CURRENT), change("a", "a1", 1));
    tables.session().report("default.orders", 2, Map.copyOf(ends));
    tables.put(plan(CURRENT), change("a", "a2", 2));
    assertThatThrownBy(() -> tables.session().report("default.orders", 1, Map.copyOf(ends)))
        .isInstanceOf(FencedException.class);
    assertThat(states("orders_reporting")).containsExactly("a1");
  }

  @Test
  void aTableWithoutOneSaysSo() {
    tables.put(plan(CURRENT.with(null)), change("a", "a1", 1));
    merge();
    assertThatThrownBy(() -> states("orders_reporting"))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("(datahem.stream).reporting");
  }

  /** Of each partition a change, of one object each. */
  @Test
  void mergesAnObjectAtATimeOfManyPartitions() throws Exception {
    tables.put(plan(CURRENT), change("a", "a1", 1));
    merge();
    put("b", 0);
    put("c", 1);
    put("d", 0);
    merge(1, Map.copyOf(ends));
    assertThat(states("orders_reporting")).containsExactly("a1", "b", "c", "d");
  }

  /** What a merge begins with may be other streams' positions alone, and more than half of all. */
  @Test
  void mergesBeyondPositionsOfOtherStreams() throws Exception {
    tables.put(plan(CURRENT), change("a", "a1", 1));
    merge();
    ends.replaceAll((partition, end) -> end + 1_000);
    put("b", 0);
    put("c", 0);
    put("d", 0);
    merge(2, Map.copyOf(ends));
    assertThat(states("orders_reporting")).containsExactly("a1", "b", "c", "d");
  }

  private void put(String id, int partition) {
    TablePlan plan = plan(CURRENT);
    tables.put(plan, change(plan, id, NOON, id, NOON, "MODIFY", partition));
  }

  /** Random changes in random order, merged at random moments, so many objects at a time. */
  @Test
  void agreesWithAFoldOverTheChangesWheneverItIsMerged() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    TreeMap<String, Object[]> newest = new TreeMap<>();
    TablePlan plan = plan(CURRENT);
    for (int round = 0; round < 15; round++) {
      Object[][] rows = new Object[1 + random.nextInt(40)][];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = randomChange(random, plan);
        newest.merge((String) rows[i][0], rows[i], (a, b) -> order(plan, a, b) > 0 ? a : b);
      }
      tables.put(plan, rows);
      List<String> expected = present(plan, newest);
      if (random.nextInt(3) > 0) {
        merge(1 + random.nextInt(60), random);
      }
      assertThat(states("orders_latest")).as("seed %d", seed).isEqualTo(expected);
      if (random.nextInt(5) == 0) {
        merge();
        assertThat(states("orders_reporting")).as("seed %d", seed).isEqualTo(expected);
      }
      if (random.nextInt(6) == 0) {
        tables.session().maintain("default.orders");
      }
    }
    merge();
    assertThat(states("orders_reporting")).as("seed %d", seed).isEqualTo(present(plan, newest));
    assertThat(texts("SELECT count(*) - count(DISTINCT id) FROM reporting.orders"))
        .as("seed %d", seed)
        .containsExactly("0");
  }

  private Object[] randomChange(Random random, TablePlan plan) {
    String operation = random.nextInt(5) == 0 ? "REMOVE" : "MODIFY";
    Instant at = random.nextInt(20) == 0 ? null : NOON.plusSeconds(random.nextInt(100) - 50);
    int partition = random.nextInt(2);
    return change(
        plan,
        "o" + random.nextInt(60),
        random.nextInt(10) == 0 ? null : NOON.plusSeconds(86_400L * random.nextInt(4)),
        "state " + partition + "/" + ends.get(partition),
        at,
        operation,
        partition);
  }

  private static int order(TablePlan plan, Object[] a, Object[] b) {
    int published = plan.slot(SystemColumns.PUBLISHED);
    Instant first = a[published] == null ? NOON : (Instant) a[published];
    Instant second = b[published] == null ? NOON : (Instant) b[published];
    int order = first.compareTo(second);
    for (String column : List.of(SystemColumns.OFFSET, SystemColumns.PARTITION)) {
      int slot = plan.slot(column);
      order = order == 0 ? Long.compare((Long) a[slot], (Long) b[slot]) : order;
    }
    return order;
  }

  private static List<String> present(TablePlan plan, Map<String, Object[]> newest) {
    return newest.values().stream()
        .filter(row -> !row[plan.slot(SystemColumns.OPERATION)].equals("REMOVE"))
        .map(row -> (String) row[4])
        .sorted()
        .toList();
  }

  /** Merges as the session does, with room for few objects, up to anywhere. */
  private void merge(int maxObjects, Random random) throws Exception {
    Map<Integer, Long> until = new HashMap<>();
    ends.forEach((partition, end) -> until.put(partition, (long) (end * random.nextDouble())));
    merge(maxObjects, until);
  }

  private void merge(int maxObjects, Map<Integer, Long> until) throws Exception {
    try (JdbcCatalog catalog = tables.warehouse().openCatalog();
        CatalogPointers pointers =
            CatalogPointers.open(tables.warehouse().catalogFile(), "datahem", 1000)) {
      TableIdentifier name = TableIdentifier.of("reporting", "orders");
      if (!catalog.tableExists(name)) {
        tables.session().report("default.orders", 1, until);
        return;
      }
      Table reporting =
          new BaseTable(new TableState(name, pointers, new LocalFileIO()), name.toString());
      Table staging = catalog.loadTable(TableIdentifier.of("default", "orders"));
      new ReportingRun(staging, reporting, 1, maxObjects).run(CURRENT, until);
    }
  }
}
