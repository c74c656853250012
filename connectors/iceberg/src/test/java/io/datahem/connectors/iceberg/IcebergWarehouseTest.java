package io.datahem.connectors.iceberg;

import static io.datahem.connectors.iceberg.TestPlans.at;
import static io.datahem.connectors.iceberg.TestPlans.column;
import static io.datahem.connectors.iceberg.TestPlans.daily;
import static io.datahem.connectors.iceberg.TestTables.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.datahem.connectors.iceberg.parquet.RowShape;
import io.datahem.contracts.table.ColumnType;
import io.datahem.contracts.table.TablePlan;
import io.datahem.pipeline.Warehouse;
import io.datahem.pipeline.Warehouse.DataFile;
import io.datahem.pipeline.Warehouse.WrittenFile;
import io.datahem.pipeline.WarehouseException;
import io.datahem.pipeline.WarehouseException.Reason;
import io.datahem.testkit.WarehouseContractTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.io.PositionOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IcebergWarehouseTest extends WarehouseContractTest {
  private static final TablePlan PLAN =
      daily("default.t", column("1", "a", ColumnType.INT64), at());

  @Override
  protected Warehouse warehouse(Path directory) {
    return IcebergWarehouse.under(directory);
  }

  @Override
  protected List<Map<String, Object>> rows(Path directory, String table) {
    return ReadBoth.rows(directory, table);
  }

  @Test
  void aCopyNamesTheFilesOfTheOriginal(@TempDir Path directory) throws IOException {
    Path original = directory.resolve("original");
    assertThat(IcebergWarehouse.under(original).namedElsewhere()).isEmpty();
    IcebergWarehouse.under(original).open().close();
    assertThat(IcebergWarehouse.under(original).namedElsewhere()).isEmpty();
    try (TestTables tables = new TestTables(original)) {
      tables.session().prepare(PLAN);
    }
    Path copy = directory.resolve("copy");
    copy(original, copy);
    assertThat(IcebergWarehouse.under(original).namedElsewhere()).isEmpty();
    assertThat(IcebergWarehouse.under(copy).namedElsewhere().orElseThrow())
        .startsWith(original.toString())
        .endsWith(".metadata.json");
  }

  @Test
  void aLinkWithTheOldNameMakesUpForAMove(@TempDir Path directory) throws IOException {
    Path old = directory.resolve("old");
    try (TestTables tables = new TestTables(old)) {
      tables.session().prepare(PLAN);
    }
    Path moved = Files.move(old, directory.resolve("moved"));
    assertThat(IcebergWarehouse.under(moved).namedElsewhere()).isPresent();
    Files.createSymbolicLink(old, moved);
    assertThat(IcebergWarehouse.under(moved).namedElsewhere()).isEmpty();
    assertThat(IcebergWarehouse.under(old).namedElsewhere()).isEmpty();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  @Test
  void atTheLimitOfOpenPartitionsTheOneThatWaitedLongestIsClosed(@TempDir Path directory) {
    int limit = FanOutFile.MAX_OPEN_PARTITIONS;
    try (TestTables tables = new TestTables(directory)) {
      DataFile file = tables.session().create(tables.session().prepare(PLAN));
      for (int day = 0; day < limit; day++) {
        file.append(row((long) day, NOON.plus(Duration.ofDays(day))));
      }
      file.append(row(100L, NOON)); // day 0 is the newest now, day 1 the oldest
      file.append(row(101L, NOON.plus(Duration.ofDays(limit)))); // closes day 1
      file.append(row(102L, NOON)); // day 0 is open still
      file.append(row(103L, NOON.plus(Duration.ofDays(1)))); // opens another file of day 1
      List<WrittenFile> files = file.close();
      assertThat(files).hasSize(limit + 2);
      assertThat(files.stream().filter(of(0))).hasSize(1).allMatch(day -> day.rows() == 3);
      assertThat(files.stream().filter(of(1))).hasSize(2).allMatch(day -> day.rows() == 1);
      tables.session().commit(PLAN.name(), 1, Map.of("0:0-36", files));
    }
    assertThat(rows(directory, PLAN.name())).hasSize(limit + 4);
  }

  @Test
  void aRowOfTheSameDayIsKnownWithoutTheSpec(@TempDir Path directory) {
    try (TestTables tables = new TestTables(directory)) {
      PreparedTable table = (PreparedTable) tables.session().prepare(PLAN);
      int[] slots = RowShape.slots(table.schema().asStruct(), PLAN.columns(), table.ids());
      SameDay day = SameDay.of(table.spec(), table.schema(), slots);
      assertThat(day.has(row(1L, NOON))).isFalse();
      day.set(row(1L, NOON));
      assertThat(day.has(row(2L, NOON.plusSeconds(1)))).isTrue();
      assertThat(day.has(row(3L, NOON.plus(Duration.ofDays(1))))).isFalse();
      day.set(row(4L, null));
      assertThat(day.has(row(5L, NOON))).isFalse();
      assertThat(day.has(row(6L, null))).isFalse();
      SameDay none = SameDay.of(PartitionSpec.unpartitioned(), table.schema(), slots);
      none.set(row(7L, NOON));
      assertThat(none.has(row(7L, NOON))).isFalse();
    }
  }

  @Test
  void rowsAroundMidnightAreOfTheirDay(@TempDir Path directory) {
    Map<String, List<String>> moments =
        Map.of(
            "1969-12-30", List.of("1969-12-30T23:59:59.999999Z"),
            "1969-12-31", List.of("1969-12-31T00:00:00Z", "1969-12-31T23:59:59.999999Z"),
            "1970-01-01", List.of("1970-01-01T00:00:00Z", "1970-01-01T23:59:59.999999Z"),
            "1970-01-02", List.of("1970-01-02T00:00:00Z"),
            "2026-03-01", List.of("2026-03-01T00:00:00.000001Z", "2026-03-01T12:00:00Z"));
    try (TestTables tables = new TestTables(directory)) {
      DataFile file = tables.session().create(tables.session().prepare(PLAN));
      List<String> all = new ArrayList<>();
      moments.values().forEach(all::addAll);
      for (int round = 0; round < 2; round++) {
        all.forEach(moment -> file.append(row(1L, Instant.parse(moment))));
        Collections.reverse(all);
      }
      List<WrittenFile> files = file.close();
      assertThat(files).hasSize(moments.size());
      moments.forEach(
          (day, of) ->
              assertThat(files)
                  .filteredOn(written -> written.path().contains("at_day=" + day + "/"))
                  .singleElement()
                  .returns(2L * of.size(), WrittenFile::rows));
    }
  }

  private static java.util.function.Predicate<WrittenFile> of(int day) {
    return file -> file.path().contains("at_day=2026-01-0" + (2 + day) + "/");
  }

  @Test
  void abortLeavesNoFile(@TempDir Path directory) throws IOException {
    try (TestTables tables = new TestTables(directory)) {
      DataFile file = tables.session().create(tables.session().prepare(PLAN));
      for (int day = 0; day < FanOutFile.MAX_OPEN_PARTITIONS + 3; day++) {
        file.append(row((long) day, NOON.plus(Duration.ofDays(day))));
      }
      file.abort();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(files.filter(path -> path.toString().endsWith(".parquet"))).isEmpty();
    }
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsUnavailable(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "no directory");
    assertUnavailable(() -> IcebergWarehouse.under(file).open(), "Cannot open the catalog");
    try (TestTables tables = new TestTables(directory)) {
      Warehouse.Table table = tables.session().prepare(PLAN);
      Files.writeString(
          Path.of(tables.warehouse().directory(), "default", "t", "data"), "in the way");
      assertUnavailable(
          () -> {
            DataFile rows = tables.session().create(table);
            rows.append(row(1L, NOON));
            rows.close();
          },
          "Cannot write rows of table default.t");
      Files.writeString(Path.of(tables.warehouse().directory(), "other"), "in the way");
      assertUnavailable(
          () -> tables.session().prepare(daily("other.t", at())), "Cannot prepare table other.t");
    }
  }

  @Test
  void afterAFailureTheSameSessionGoesOn(@TempDir Path directory) throws IOException {
    try (TestTables tables = new TestTables(directory)) {
      List<WrittenFile> files = tables.put(PLAN, row(1L, NOON));
      Path metadata = Path.of(tables.warehouse().directory(), "default", "t", "metadata");
      Path away = Files.move(metadata, metadata.resolveSibling("away"));
      Files.writeString(metadata, "in the way");
      assertUnavailable(
          () -> tables.session().commit(PLAN.name(), 1, Map.of("0:1", files)),
          "Cannot commit to table default.t");
      Files.delete(metadata);
      Files.move(away, metadata);
      tables.put(PLAN, row(2L, NOON));
    }
    assertThat(rows(directory, PLAN.name())).extracting(row -> row.get("a")).contains(1L, 2L);
  }

  @Test
  void aFullDiskIsAnError() {
    assumeTrue(Files.exists(Path.of("/dev/full")), "this system has a device that is always full");
    assertThatThrownBy(
            () -> {
              try (PositionOutputStream out =
                  new LocalFileIO().newOutputFile("/dev/full").createOrOverwrite()) {
                out.write(new byte[1 << 20]);
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space left on device");
  }

  private static void assertUnavailable(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable work, String message) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            WarehouseException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.WAREHOUSE_UNAVAILABLE))
        .hasMessageContaining(message);
  }
}
