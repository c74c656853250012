package io.datahem.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datahem.contracts.table.Column;
import io.datahem.contracts.table.ColumnType;
import io.datahem.contracts.table.Partitioning;
import io.datahem.contracts.table.TablePlan;
import io.datahem.pipeline.FencedException;
import io.datahem.pipeline.RawTable;
import io.datahem.pipeline.RowRefusedException;
import io.datahem.pipeline.Warehouse;
import io.datahem.pipeline.Warehouse.DataFile;
import io.datahem.pipeline.Warehouse.Session;
import io.datahem.pipeline.Warehouse.Table;
import io.datahem.pipeline.Warehouse.WrittenFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link Warehouse} must do with rows and commits; {@link
 * WarehouseEvolutionContractTest} says what it must do with tables that change. A warehouse is done
 * when its subclasses of both are green.
 */
@Timeout(120)
public abstract class WarehouseContractTest {
  /** A moment that every digit of a timestamp column matters for. */
  protected static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123456Z");

  private static final String NAME = "default.events";
  private static final TablePlan PLAN = plan(NAME, Column.of("n", ColumnType.INT64, "A number"));

  private Path directory = Path.of("");
  private Session session;

  /** The warehouse under a directory, empty at first; the same directory is the same warehouse. */
  protected abstract Warehouse warehouse(Path directory);

  /**
   * The rows that a reader of the table sees now, by column name, in any order. Values are those of
   * {@link ColumnType}, but a record is a Map by name.
   */
  protected abstract List<Map<String, @Nullable Object>> rows(Path directory, String table);

  @BeforeEach
  void openSession(@TempDir Path empty) {
    directory = empty;
    session = warehouse(directory).open();
  }

  @AfterEach
  void closeSession() {
    session.close();
  }

  /** A table of some columns and one named {@code at}, by whose day it is partitioned. */
  protected static TablePlan plan(String name, Column... columns) {
    List<Column> all = new ArrayList<>(List.of(columns));
    all.add(Column.of("at", ColumnType.TIMESTAMP, "When"));
    return new TablePlan(name, "", all, new Partitioning("at", Partitioning.Unit.DAY), List.of());
  }

  private static List<WrittenFile> write(Session by, long... numbers) {
    return write(by, by.prepare(PLAN), numbers);
  }

  private static List<WrittenFile> write(Session by, Table table, long... numbers) {
    DataFile file = by.create(table);
    for (long number : numbers) {
      file.append(new @Nullable Object[] {number, NOON});
    }
    return file.close();
  }

  private List<@Nullable Object> numbers() {
    return rows(directory, NAME).stream()
        .map(row -> row.get("n"))
        .sorted()
        .collect(Collectors.toList());
  }

  @Test
  void aWarehouseIsASerialisableValue() throws IOException, ClassNotFoundException {
    Warehouse warehouse = warehouse(directory);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(warehouse);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(warehouse);
    }
  }

  @Test
  void aPreparedTableIsEmptyAndPreparingAgainIsHarmless() {
    assertThat(session.prepare(PLAN).plan()).isEqualTo(PLAN);
    assertThat(session.prepare(PLAN).plan()).isEqualTo(PLAN);
    assertThat(rows(directory, NAME)).isEmpty();
  }

  @Test
  void everyTypeComesBackExactly() {
    TablePlan plan = plan("default.types", typedColumns());
    DataFile file = session.create(session.prepare(plan));
    file.append(typedRow());
    file.append(new @Nullable Object[plan.columns().size()]);
    session.commit(plan.name(), 1, Map.of("0:0-2", file.close()));
    List<Map<String, @Nullable Object>> rows = rows(directory, plan.name());
    assertThat(rows).hasSize(2);
    Map<String, @Nullable Object> full =
        rows.stream().filter(row -> row.get("i") != null).findFirst().orElseThrow();
    Map<String, @Nullable Object> expected = new LinkedHashMap<>();
    @Nullable Object[] values = typedRow();
    for (int i = 0; i < values.length; i++) {
      expected.put(plan.columns().get(i).name(), values[i]);
    }
    Map<String, @Nullable Object> record =
        new HashMap<>(Map.of("x", 7L, "deep", Map.of("s", "in")));
    record.put("gone", null);
    expected.put("r", record);
    expected.put("l", List.of(Map.of("k", "a", "v", 1L), Map.of("k", "b", "v", 2L)));
    assertThat(full).usingRecursiveComparison().isEqualTo(expected);
    Map<String, @Nullable Object> empty =
        rows.stream().filter(row -> row.get("i") == null).findFirst().orElseThrow();
    assertThat(empty.values()).hasSize(values.length).containsOnlyNulls();
  }

  private static Column[] typedColumns() {
    Column number = Column.of("x", ColumnType.INT64, "");
    Column text = Column.of("s", ColumnType.STRING, "");
    return new Column[] {
      Column.of("i", ColumnType.INT64, ""),
      Column.of("n", ColumnType.NUMERIC, ""),
      Column.of("u", ColumnType.UINT64, ""),
      Column.of("f", ColumnType.FLOAT64, ""),
      Column.of("b", ColumnType.BOOL, ""),
      Column.of("text", ColumnType.STRING, ""),
      Column.of("y", ColumnType.BYTES, ""),
      Column.of("d", ColumnType.DATE, ""),
      Column.of("dt", ColumnType.DATETIME, ""),
      Column.of("t", ColumnType.TIME, ""),
      Column.of("g", ColumnType.GEOGRAPHY, ""),
      Column.of("j", ColumnType.JSON, ""),
      new Column("many", "many", ColumnType.STRING, true, List.of(), "", List.of()),
      new Column("none", "none", ColumnType.INT64, true, List.of(), "", List.of()),
      record("r", number, record("deep", text), Column.of("gone", ColumnType.BOOL, "")),
      Column.list(
          "l",
          List.of(Column.of("k", ColumnType.STRING, ""), Column.of("v", ColumnType.INT64, "")),
          "")
    };
  }

  /** A record column whose nested columns' paths begin with its own. */
  private static Column record(String name, Column... fields) {
    List<Column> nested = new ArrayList<>();
    for (Column field : fields) {
      nested.add(under(name, field));
    }
    return new Column(name, name, ColumnType.RECORD, false, nested, "", List.of());
  }

  private static Column under(String parent, Column field) {
    List<Column> nested = field.fields().stream().map(column -> under(parent, column)).toList();
    return new Column(
        parent + "." + field.path(),
        field.name(),
        field.type(),
        field.repeated(),
        nested,
        field.description(),
        field.tags());
  }

  private static @Nullable Object[] typedRow() {
    return new @Nullable Object[] {
      Long.MIN_VALUE,
      new BigDecimal("-12345678901234567890123456789.123456789"),
      new BigDecimal("18446744073709551615"),
      Double.MIN_VALUE,
      true,
      "å 漢 😀 'q'",
      new byte[] {0, -1},
      LocalDate.of(1969, 12, 31),
      LocalDateTime.of(2026, 3, 29, 2, 30, 0, 1_000),
      LocalTime.of(23, 59, 59, 999_999_000),
      "POINT(1 2)",
      "{\"a\":1}",
      List.of("a", "", "c"),
      List.of(),
      new @Nullable Object[] {7L, new @Nullable Object[] {"in"}, null},
      List.of(new @Nullable Object[] {"a", 1L}, new @Nullable Object[] {"b", 2L}),
      NOON
    };
  }

  @Test
  void rowsAreInvisibleUntilCommitted() {
    session.prepare(PLAN);
    DataFile file = session.create(session.prepare(PLAN));
    file.append(new @Nullable Object[] {1L, NOON});
    assertThat(numbers()).isEmpty();
    List<WrittenFile> files = file.close();
    assertThat(numbers()).isEmpty();
    assertThat(files.stream().mapToLong(WrittenFile::rows).sum()).isEqualTo(1);
    assertThat(files).allMatch(written -> written.table().equals(NAME) && written.bytes() > 0);
    session.commit(NAME, 1, Map.of("0:0-1", files));
    assertThat(numbers()).containsExactly(1L);
  }

  @Test
  void aRowThatCannotBeWrittenIsNamedAmongThoseThatCan() {
    Table table = session.prepare(PLAN);
    for (int good : List.of(0, 1, 49, 50, 70, 149)) {
      DataFile file = session.create(table);
      @Nullable Object[] bad = {"no number", NOON};
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 200; i++) {
                  file.append(i == good ? bad : new @Nullable Object[] {(long) i, NOON});
                }
                file.flush();
              })
          .isInstanceOfSatisfying(
              RowRefusedException.class, e -> assertThat(e.row()).isSameAs(bad));
      file.abort();
    }
    DataFile file = session.create(table);
    file.append(new @Nullable Object[] {"no number", NOON});
    assertThatThrownBy(file::close).isInstanceOf(RowRefusedException.class);
    file.abort();
    session.commit(NAME, 1, Map.of("0:0-1", write(session, 1)));
    assertThat(numbers()).containsExactly(1L);
  }

  @Test
  void rowsMayBeFlushedAtAnyTime() {
    DataFile file = session.create(session.prepare(PLAN));
    file.flush();
    for (long i = 0; i < 130; i++) {
      file.append(new @Nullable Object[] {i, NOON.plus(Duration.ofDays(i / 20 % 3))});
      if (i % 7 == 0) {
        file.flush();
        file.flush();
      }
    }
    session.commit(NAME, 1, Map.of("0:0-130", file.close()));
    assertThat(numbers()).isEqualTo(LongStream.range(0, 130).boxed().toList());
  }

  @Test
  void committingATokenAgainIsHarmless() {
    List<WrittenFile> files = write(session, 1, 2);
    session.commit(NAME, 1, Map.of("0:0-2", files));
    session.commit(NAME, 1, Map.of("0:0-2", files));
    session.commit(NAME, 1, Map.of("0:2-3", write(session, 3)));
    session.commit(NAME, 1, Map.of("0:0-2", files));
    assertThat(numbers()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void knownTokensAreLeftOutOfACommitAndTheOthersAreNot() {
    List<WrittenFile> first = write(session, 1);
    List<WrittenFile> second = write(session, 2);
    session.commit(NAME, 1, Map.of("0:0-1", first));
    session.commit(NAME, 1, Map.of("0:0-1", first, "0:1-2", second));
    session.commit(NAME, 1, Map.of("0:0-1", first, "0:1-2", second));
    assertThat(numbers()).containsExactly(1L, 2L);
  }

  @Test
  void aTokenIsKnownToOtherSessionsAndAfterManyCommits() {
    List<WrittenFile> files = write(session, -1);
    session.commit(NAME, 1, Map.of("0:0-1", files));
    Table table = session.prepare(PLAN);
    for (int i = 0; i < 99; i++) {
      session.commit(NAME, 1, Map.of("1:" + i + "-" + (i + 1), write(session, table, i)));
    }
    try (Session next = warehouse(directory).open()) {
      next.commit(NAME, 1, Map.of("0:0-1", files));
    }
    assertThat(numbers()).hasSize(100).startsWith(-1L, 0L).endsWith(98L);
  }

  @Test
  void anOlderJobCommitsNothingOnceANewerHasHoweverLongItWasPaused() {
    List<WrittenFile> files = write(session, -1);
    Table table = session.prepare(PLAN);
    try (Session newer = warehouse(directory).open()) {
      newer.commit(NAME, 2, Map.of("0:0-1", files));
      // So many that the older job's token may be forgotten.
      for (int i = 0; i < 400; i++) {
        newer.commit(NAME, 2, Map.of("1:" + i + "-" + (i + 1), write(newer, table, i)));
        if (i % 40 == 0) {
          newer.maintain(NAME);
        }
      }
    }
    assertThatThrownBy(() -> session.commit(NAME, 1, Map.of("0:0-1", files)))
        .isInstanceOf(FencedException.class);
    List<WrittenFile> more = write(session, -2);
    assertThatThrownBy(() -> session.commit(NAME, 1, Map.of("0:1-2", more)))
        .isInstanceOf(FencedException.class);
    assertThat(numbers()).hasSize(401).startsWith(-1L, 0L);
  }

  @Test
  void anOlderJobCommitsUntilANewerHas() {
    session.commit(NAME, 1, Map.of("0:0-1", write(session, 1)));
    try (Session newer = warehouse(directory).open()) {
      session.commit(NAME, 1, Map.of("0:1-2", write(session, 2)));
      newer.commit(NAME, 2, Map.of("0:2-3", write(newer, 3)));
    }
    assertThat(numbers()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void whatWasWrittenBeforeADeathIsCommittedAfterIt() {
    // The first session is left open, as a killed process leaves it.
    List<WrittenFile> files = write(session, 1);
    try (Session next = warehouse(directory).open()) {
      next.commit(NAME, 1, Map.of("0:0-1", files));
    }
    assertThat(numbers()).containsExactly(1L);
  }

  @Test
  void sessionsSeeEachOthersTables() {
    try (Session early = warehouse(directory).open()) {
      session.commit(NAME, 1, Map.of("0:0-1", write(session, 1)));
      early.commit(NAME, 1, Map.of("1:0-1", write(early, 2)));
      session.commit(NAME, 1, Map.of("0:1-2", write(session, 3)));
    }
    assertThat(numbers()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void anEmptyFileCommitsNothing() {
    DataFile file = session.create(session.prepare(PLAN));
    session.commit(NAME, 1, Map.of("0:0-1", file.close()));
    assertThat(numbers()).isEmpty();
  }

  @Test
  void racingCommitsOfATokenCountOnce() throws Exception {
    List<WrittenFile> files = write(session, 1);
    race(4, (by, racer) -> by.commit(NAME, 1, Map.of("0:0-1", files)));
    assertThat(numbers()).containsExactly(1L);
  }

  @Test
  void racingCommitsOfOtherTokensAllCount() throws Exception {
    session.prepare(PLAN);
    race(
        3,
        (by, racer) -> {
          for (int i = 0; i < 5; i++) {
            by.commit(NAME, 1, Map.of(racer + ":" + i, write(by, racer * 10L + i)));
          }
        });
    assertThat(numbers()).hasSize(15).doesNotHaveDuplicates();
  }

  @Test
  void racingPreparationsAllSucceed() throws Exception {
    TablePlan wider =
        plan(NAME, Column.of("n", ColumnType.INT64, ""), Column.of("more", ColumnType.BOOL, ""));
    race(4, (by, racer) -> by.prepare(racer % 2 == 0 ? PLAN : wider));
    session.commit(NAME, 1, Map.of("0:0-1", write(session, 1)));
    assertThat(rows(directory, NAME).get(0)).containsKeys("n", "more", "at");
  }

  /** What one of several does, each in a session of its own. */
  private interface Racer {
    void run(Session by, int racer);
  }

  private void race(int racers, Racer work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(racers);
    List<Callable<Boolean>> races = new ArrayList<>();
    for (int i = 0; i < racers; i++) {
      int racer = i;
      races.add(
          () -> {
            try (Session by = warehouse(directory).open()) {
              start.await(30, TimeUnit.SECONDS);
              work.run(by, racer);
            }
            return true;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(racers);
    try {
      for (Future<Boolean> result : threads.invokeAll(races)) {
        result.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void rowsOfManyPartitionsAllArrive() {
    DataFile file = session.create(session.prepare(PLAN));
    for (int round = 0; round < 2; round++) {
      for (int day = 0; day < 40; day++) {
        file.append(new @Nullable Object[] {round * 40L + day, NOON.plus(Duration.ofDays(day))});
      }
    }
    assertThat(file.bytes()).isPositive();
    session.commit(NAME, 1, Map.of("0:0-80", file.close()));
    assertThat(numbers())
        .isEqualTo(IntStream.range(0, 80).mapToObj(Long::valueOf).collect(Collectors.toList()));
  }

  @Test
  void abortedAndDiscardedFilesAreGone() {
    DataFile aborted = session.create(session.prepare(PLAN));
    aborted.append(new @Nullable Object[] {1L, NOON});
    aborted.abort();
    List<WrittenFile> files = write(session, 2);
    session.discard(files);
    session.discard(files);
    assertThat(files).noneMatch(file -> Files.exists(Path.of(file.path())));
    assertThat(numbers()).isEmpty();
  }

  @Test
  void recentIdsAreThoseThatCallersChose() {
    Table raw = session.prepare(RawTable.PLAN);
    DataFile file = session.create(raw);
    file.append(raw("old", "caller", 0, 5, NOON.minusSeconds(10)));
    file.append(raw("known", "caller", 0, 1, NOON));
    file.append(raw("chosen", "caller", 0, 2, NOON));
    file.append(raw("given", null, 0, 3, NOON));
    file.append(raw("elsewhere", "caller", 1, 4, NOON));
    session.commit(RawTable.NAME, 1, Map.of("0:0-6", file.close()));
    List<String> taken = new ArrayList<>();
    session.recentIds(
        RawTable.NAME,
        0,
        2,
        NOON.toEpochMilli() - 1_000,
        (stream, id, offset, timeMillis) ->
            taken.add(stream + " " + id + " " + offset + " " + timeMillis));
    assertThat(taken).containsExactly("trucks chosen 2 " + NOON.toEpochMilli());
  }

  private static @Nullable Object[] raw(
      String id, @Nullable String origin, long partition, long offset, Instant at) {
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("publish_time", at);
    values.put("topic", "trucks");
    values.put("data", new byte[] {1});
    values.put("id_origin", origin);
    values.put("_id", id);
    values.put("_partition", partition);
    values.put("_offset", offset);
    return RawTable.PLAN.columns().stream().map(column -> values.get(column.name())).toArray();
  }
}
