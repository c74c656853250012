package io.datahem.connectors.iceberg;

import static io.datahem.connectors.iceberg.TestPlans.at;
import static io.datahem.connectors.iceberg.TestPlans.column;
import static io.datahem.connectors.iceberg.TestPlans.daily;
import static io.datahem.connectors.iceberg.TestPlans.record;
import static io.datahem.connectors.iceberg.TestTables.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.contracts.table.ColumnType;
import io.datahem.contracts.table.TablePlan;
import io.datahem.pipeline.Warehouse;
import io.datahem.pipeline.Warehouse.DataFile;
import io.datahem.pipeline.Warehouse.WrittenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are merged, snapshots and orphans go; rows, tokens and readers stay. */
class MaintenanceTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final TablePlan PLAN =
      daily("default.t", column("1", "a", ColumnType.INT64), at());

  /** Seven files of each of the tiers that a test's files can reach, and what came since. */
  private static final int MAX_LIVE_FILES = 2 * (SmallFiles.FILES_PER_TIER - 1) + 32;

  @TempDir Path directory;

  private Warehouse.Table prepared;

  private void commit(TestTables tables, int number) {
    if (prepared == null) {
      prepared = tables.session().prepare(PLAN);
    }
    DataFile file = tables.session().create(prepared);
    file.append(row((long) number, NOON.plusSeconds(number)));
    tables.session().commit(PLAN.name(), 1, Map.of("0:" + number, file.close()));
  }

  private <T> T onTable(java.util.function.Function<Table, T> look) {
    JdbcCatalog catalog = IcebergWarehouse.under(directory).openCatalog();
    try {
      return look.apply(catalog.loadTable(TableIdentifier.parse(PLAN.name())));
    } finally {
      catalog.close();
    }
  }

  private static List<String> liveFiles(Table table) {
    List<String> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      tasks.forEach(task -> files.add(task.file().location()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return files;
  }

  private List<Object> numbers() {
    return ReadBoth.rows(directory, PLAN.name()).stream()
        .map(row -> row.get("a"))
        .sorted()
        .toList();
  }

  private static List<Object> upTo(int end) {
    List<Object> numbers = new ArrayList<>();
    for (long i = 0; i < end; i++) {
      numbers.add(i);
    }
    return numbers;
  }

  @Test
  void filesAndSnapshotsStayFewHoweverManyCommits() throws IOException {
    int mostFiles = 0;
    int mostSnapshots = 0;
    try (TestTables tables = new TestTables(directory)) {
      for (int i = 0; i < 300; i++) {
        commit(tables, i);
        if (i % 32 == 31) {
          mostFiles = Math.max(mostFiles, onTable(MaintenanceTest::liveFiles).size());
          tables.session().maintain(PLAN.name());
          mostSnapshots = Math.max(mostSnapshots, onTable(t -> size(t.snapshots())));
        }
      }
      for (int i = 300; i < 300 + Expiry.MIN_EXPIRED; i++) {
        commit(tables, i);
      }
    }
    assertThat(mostFiles).isLessThanOrEqualTo(MAX_LIVE_FILES);
    assertThat(mostSnapshots).isLessThan(Expiry.MIN_TOKEN_SNAPSHOTS + Expiry.MIN_EXPIRED + 32 + 2);
    // Once no reader can need them any more, replaced files go too.
    ReplacedFiles replaced = new ReplacedFiles();
    onTable(table -> new Expiry(table, Expiry.TOKENS, replaced, 0).run());
    long files = parquetFiles();
    int removed =
        onTable(table -> replaced.remove(table.io(), ReplacedFiles.READER_GRACE.toMillis() - 1));
    assertThat(removed).isZero();
    onTable(table -> replaced.remove(table.io(), ReplacedFiles.READER_GRACE.toMillis()));
    assertThat(parquetFiles()).isLessThan(files);
    assertThat(numbers()).isEqualTo(upTo(300 + Expiry.MIN_EXPIRED));
  }

  @Test
  void whatIsReplacedGoesToTheLastFileAndNothingElseDoes() throws IOException {
    JdbcCatalog catalog = IcebergWarehouse.under(directory).openCatalog();
    ReplacedFiles replaced = new ReplacedFiles();
    try (TestTables tables = new TestTables(directory)) {
      commit(tables, 0);
      TableIdentifier name = TableIdentifier.parse(PLAN.name());
      TableCommits commits = new TableCommits(catalog.loadTable(name));
      int expired = 0;
      for (int i = 1; i < 200; i++) {
        commit(tables, i);
        if (i % 16 == 0) {
          new Compaction(catalog.loadTable(name), commits, replaced).run();
          commits.table().refresh();
          expired += new Expiry(commits.table(), Expiry.TOKENS, replaced, i).run();
        }
      }
      assertThat(expired).isGreaterThan(100);
      replaced.remove(commits.table().io(), 200 + ReplacedFiles.READER_GRACE.toMillis());
      commits.table().refresh();
      assertThat(replaced.merges())
          .isSubsetOf(new HashSet<>(onTable(MaintenanceTest::snapshotIds)));
      assertThat(new OrphanFiles(commits.table(), Set.of()).remove(Long.MAX_VALUE)).isZero();
    } finally {
      catalog.close();
    }
    for (long id : onTable(MaintenanceTest::snapshotIds)) {
      assertThat((int) onTable(table -> rowsAt(table, id))).isPositive();
    }
    assertThat(numbers()).isEqualTo(upTo(200));
  }

  private long parquetFiles() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(path -> path.toString().endsWith(".parquet")).count();
    }
  }

  private static int size(Iterable<?> all) {
    int size = 0;
    for (Object unused : all) {
      size++;
    }
    return size;
  }

  @Test
  void aTokenIsKnownAfterMaintenance() {
    try (TestTables tables = new TestTables(directory)) {
      List<WrittenFile> first = tables.put(PLAN, row(0L, NOON));
      for (int i = 1; i < 20; i++) {
        commit(tables, i);
      }
      tables.session().maintain(PLAN.name());
      tables.session().maintain(PLAN.name());
      tables.session().commit(PLAN.name(), 1, Map.of("token-1", first));
    }
    assertThat(numbers()).isEqualTo(upTo(20));
  }

  @Test
  void aReaderThatHasBegunReadsToTheEndThoughItsSnapshotIsExpired() throws IOException {
    JdbcCatalog catalog = IcebergWarehouse.under(directory).openCatalog();
    try (TestTables tables = new TestTables(directory)) {
      for (int i = 0; i < 40; i++) {
        commit(tables, i);
      }
      Table begun = catalog.loadTable(TableIdentifier.parse(PLAN.name()));
      long snapshot = begun.currentSnapshot().snapshotId();
      tables.session().maintain(PLAN.name());
      for (int i = 40; i < 300; i++) {
        commit(tables, i);
        if (i % 32 == 31) {
          tables.session().maintain(PLAN.name());
        }
      }
      assertThat((Object) onTable(table -> String.valueOf(table.snapshot(snapshot))))
          .isEqualTo("null");
      try (CloseableIterable<Record> rows = IcebergGenerics.read(begun).build()) {
        assertThat(size(rows)).isEqualTo(40);
      }
    } finally {
      catalog.close();
    }
  }

  private static int rowsAt(Table table, long snapshot) {
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table).useSnapshot(snapshot).build()) {
      return size(rows);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void filesOfEarlierShapesAreMergedUnderTheShapeOfNow() {
    TablePlan narrow =
        daily(
            PLAN.name(),
            column("1", "a", ColumnType.INT64),
            record("2", "r", column("2.1", "s", ColumnType.STRING)),
            at());
    TablePlan renamed =
        daily(
            PLAN.name(),
            column("1", "b", ColumnType.INT64),
            record(
                "2",
                "r",
                column("2.1", "t", ColumnType.STRING),
                column("2.2", "more", ColumnType.NUMERIC)),
            column("3", "added", ColumnType.DATE),
            at());
    List<Map<String, Object>> before;
    try (TestTables tables = new TestTables(directory)) {
      for (long i = 0; i < 10; i++) {
        tables.put(narrow, row(i, i % 3 == 0 ? null : row("s" + i), NOON));
        tables.put(renamed, row(i, row(null, java.math.BigDecimal.ONE.setScale(9)), null, NOON));
      }
      before = ReadBoth.rows(directory, PLAN.name());
      tables.session().maintain(PLAN.name());
    }
    assertThat(onTable(MaintenanceTest::liveFiles)).hasSize(1);
    assertThat(ReadBoth.rows(directory, PLAN.name()))
        .usingRecursiveComparison()
        .ignoringCollectionOrder()
        .isEqualTo(before);
  }

  @Test
  void rowGroupsOfLargeFilesAreCopiedAndThoseOfAnEarlierShapeAreNot() throws IOException {
    JdbcCatalog catalog = IcebergWarehouse.under(directory).openCatalog();
    try (TestTables tables = new TestTables(directory)) {
      for (int i = 0; i < SmallFiles.FILES_PER_TIER; i++) {
        commit(tables, i);
      }
      compactAllAsLarge(catalog);
      assertThat(splits()).containsExactly(SmallFiles.FILES_PER_TIER);
      assertThat(numbers()).isEqualTo(upTo(SmallFiles.FILES_PER_TIER));
      TablePlan wider =
          daily(
              PLAN.name(),
              column("1", "a", ColumnType.INT64),
              column("2", "more", ColumnType.STRING),
              at());
      for (long i = SmallFiles.FILES_PER_TIER; i < 2 * SmallFiles.FILES_PER_TIER; i++) {
        tables.put(wider, row(i, "more", NOON));
      }
      compactAllAsLarge(catalog);
      assertThat(splits()).containsExactly(1);
    } finally {
      catalog.close();
    }
    assertThat(numbers()).isEqualTo(upTo(2 * SmallFiles.FILES_PER_TIER));
  }

  @Test
  void rowGroupsOfManyRowsAreCopiedHoweverSmallTheyAre() throws IOException {
    Object[][] rows = new Object[(int) Compaction.JOINED_FROM_ROWS][];
    Arrays.setAll(rows, i -> row(7L, NOON));
    try (TestTables tables = new TestTables(directory)) {
      for (int i = 0; i < SmallFiles.FILES_PER_TIER; i++) {
        tables.put(PLAN, rows);
      }
      tables.session().maintain(PLAN.name());
    }
    assertThat(splits()).containsExactly(SmallFiles.FILES_PER_TIER);
  }

  private static void compactAllAsLarge(JdbcCatalog catalog) throws IOException {
    Table table = catalog.loadTable(TableIdentifier.parse(PLAN.name()));
    TableCommits commits = new TableCommits(catalog.loadTable(TableIdentifier.parse(PLAN.name())));
    int replaced = new Compaction(table, commits, new ReplacedFiles(), 0).run();
    assertThat(replaced).isGreaterThanOrEqualTo(SmallFiles.FILES_PER_TIER);
  }

  /** How many row groups each live file has. */
  private List<Integer> splits() {
    return onTable(
        table -> {
          List<Integer> splits = new ArrayList<>();
          try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            tasks.forEach(task -> splits.add(task.file().splitOffsets().size()));
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
          return splits;
        });
  }

  @Test
  void commitsBesideMaintenanceAllCountOnceAndSoDoTwoWhoMaintain() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    try (TestTables tables = new TestTables(directory)) {
      commit(tables, 0);
      List<CompletableFuture<Void>> maintainers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        maintainers.add(
            CompletableFuture.runAsync(
                () -> {
                  try (var session = IcebergWarehouse.under(directory).open()) {
                    while (!done.get()) {
                      session.maintain(PLAN.name());
                    }
                  }
                }));
      }
      for (int i = 1; i < 150; i++) {
        commit(tables, i);
      }
      done.set(true);
      maintainers.forEach(CompletableFuture::join);
    }
    assertThat(numbers()).isEqualTo(upTo(150));
  }

  @Test
  void onlyOldFilesThatNobodyNamesAreOrphans() throws IOException {
    try (TestTables tables = new TestTables(directory)) {
      for (int i = 0; i < 20; i++) {
        commit(tables, i);
      }
      tables.session().maintain(PLAN.name());
      DataFile accepted = tables.session().create(tables.session().prepare(PLAN));
      accepted.append(row(20L, NOON));
      List<WrittenFile> pending = accepted.close();
      DataFile lost = tables.session().create(tables.session().prepare(PLAN));
      lost.append(row(99L, NOON));
      Path orphan = Path.of(lost.close().get(0).path());
      Path metadata = Path.of(onTable(Table::location), "metadata", "half-written.avro");
      Files.writeString(metadata, "x");
      Duration day = Duration.ofHours(24);
      Set<String> keep = new HashSet<>();
      pending.forEach(file -> keep.add(file.path()));

      assertThat(tables.session().removeOrphans(keep, day)).isZero();
      age();
      assertThat(tables.session().removeOrphans(keep, day)).isEqualTo(2);
      assertThat(orphan).doesNotExist();
      assertThat(metadata).doesNotExist();
      tables.session().commit(PLAN.name(), 1, Map.of("pending", pending));
      for (long id : onTable(MaintenanceTest::snapshotIds)) {
        assertThat((int) onTable(table -> rowsAt(table, id))).isPositive();
      }
    }
    assertThat(numbers()).isEqualTo(upTo(21));
  }

  private static List<Long> snapshotIds(Table table) {
    List<Long> ids = new ArrayList<>();
    for (Snapshot snapshot : table.snapshots()) {
      ids.add(snapshot.snapshotId());
    }
    return ids;
  }

  /** Makes every file two days old. */
  private void age() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
      }
    }
  }
}
