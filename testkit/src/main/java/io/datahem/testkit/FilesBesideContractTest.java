package io.datahem.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.datahem.contracts.table.Column;
import io.datahem.contracts.table.ColumnType;
import io.datahem.contracts.table.Partitioning;
import io.datahem.contracts.table.TablePlan;
import io.datahem.pipeline.RowRefusedException;
import io.datahem.pipeline.Warehouse;
import io.datahem.pipeline.Warehouse.DataFile;
import io.datahem.pipeline.Warehouse.Session;
import io.datahem.pipeline.Warehouse.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link Warehouse} promises of files beside each other: each holds what it would hold
 * alone, wherever their events part.
 */
@Timeout(120)
public abstract class FilesBesideContractTest {
  private static final long SEED = Long.getLong("beside.seed", System.nanoTime() >>> 20);
  private static final int PAIRS = Integer.getInteger("beside.pairs", 4);
  private static final Instant NIGHT = Instant.parse("2026-01-02T23:59:59.900Z");
  private static final Map<String, String> SAME = Map.of("at", "time", "id", "key");

  private static final TablePlan EVENTS =
      new TablePlan(
          "default.events",
          "",
          List.of(
              Column.of("at", ColumnType.TIMESTAMP, "When"),
              Column.of("id", ColumnType.STRING, "Which"),
              Column.of("data", ColumnType.BYTES, "What")),
          new Partitioning("at", Partitioning.Unit.DAY),
          List.of());

  private static final TablePlan ROWS =
      new TablePlan(
          "default.rows",
          "",
          List.of(
              Column.of("n", ColumnType.INT64, "A number"),
              Column.of("key", ColumnType.STRING, "Which"),
              Column.of("time", ColumnType.TIMESTAMP, "When")),
          new Partitioning("time", Partitioning.Unit.DAY),
          List.of());

  /** The warehouse under a directory, empty at first. */
  protected abstract Warehouse warehouse(Path directory);

  /** The rows that a reader of the table sees now, by column name, in any order. */
  protected abstract List<Map<String, @Nullable Object>> rows(Path directory, String table);

  /** Rows of both tables that were appended, as texts. */
  private static final class Appended {
    private final List<String> events = new ArrayList<>();
    private final List<String> rows = new ArrayList<>();
  }

  @Test
  void eachFileHoldsWhatItWouldHoldAlone(@TempDir Path directory) {
    for (int i = 0; i < PAIRS; i++) {
      Path own = directory.resolve("pair-" + i);
      long seed = SEED + i;
      try (Session session = warehouse(own).open()) {
        DataFile events = session.create(session.prepare(EVENTS));
        DataFile rows = session.createBeside(events, session.prepare(ROWS), SAME);
        Appended appended = append(events, rows, new Random(seed));
        session.commit(EVENTS.name(), 1, Map.of("0:0-1", events.close()));
        session.commit(ROWS.name(), 1, Map.of("0:0-1", rows.close()));
        assertThat(texts(rows(own, EVENTS.name()), "at", "id"))
            .as("events, seed %s", seed)
            .isEqualTo(sorted(appended.events));
        assertThat(texts(rows(own, ROWS.name()), "time", "key"))
            .as("rows, seed %s", seed)
            .isEqualTo(sorted(appended.rows));
      }
    }
  }

  /** Events alike for some time, then maybe some without a row, with another id, of another day. */
  private static Appended append(DataFile events, DataFile rows, Random random) {
    Appended appended = new Appended();
    int count = random.nextInt(120);
    int alike = random.nextInt(2) == 0 ? count : random.nextInt(count + 1);
    int night = random.nextInt(3) == 0 ? random.nextInt(count + 1) : count;
    for (int i = 0; i < count; i++) {
      Instant at = NIGHT.plus(Duration.ofMillis(i < night ? 0 : 200 + i));
      String id = "id-" + i;
      events.append(new @Nullable Object[] {at, id, new byte[] {1}});
      appended.events.add(at + " " + id);
      int other = i < alike ? 0 : random.nextInt(8);
      if (other != 1) {
        String key = other == 2 ? "other" : id;
        Instant time = other == 3 ? at.minus(Duration.ofDays(1)) : at;
        rows.append(new @Nullable Object[] {(long) i, key, time});
        appended.rows.add(time + " " + key);
      }
      if ((i + 1) % 50 == 0 || random.nextInt(40) == 0) {
        events.flush();
        rows.flush();
      }
    }
    events.flush();
    rows.flush();
    return appended;
  }

  private static List<String> texts(
      List<Map<String, @Nullable Object>> rows, String time, String id) {
    return sorted(rows.stream().map(row -> row.get(time) + " " + row.get(id)).toList());
  }

  private static List<String> sorted(List<String> texts) {
    return texts.stream().sorted().toList();
  }

  @Test
  void aRowThatIsRefusedIsNamedWithItsTable(@TempDir Path directory) {
    try (Session session = warehouse(directory).open()) {
      Table table = session.prepare(EVENTS);
      Table other = session.prepare(ROWS);
      for (int bad : List.of(0, 49, 50, 99)) {
        for (Table spoilt : List.of(table, other)) {
          DataFile events = session.create(table);
          DataFile rows = session.createBeside(events, other, SAME);
          @Nullable Object[] event = {NIGHT, "id", spoilt == table ? "no bytes" : new byte[0]};
          @Nullable Object[] row = {spoilt == other ? "no number" : 1L, "id", NIGHT};
          RowRefusedException refused =
              catchThrowableOfType(
                  RowRefusedException.class,
                  () -> {
                    for (int i = 0; i < 100; i++) {
                      String id = "id-" + i;
                      events.append(
                          i == bad ? event : new @Nullable Object[] {NIGHT, id, new byte[0]});
                      rows.append(i == bad ? row : new @Nullable Object[] {1L, id, NIGHT});
                    }
                    events.flush();
                    rows.flush();
                  });
          assertThat(refused).as("row %s", bad).isNotNull();
          assertThat(refused.table()).isSameAs(spoilt);
          assertThat(refused.row()).isSameAs(spoilt == table ? event : row);
          events.abort();
          rows.abort();
        }
      }
    }
    assertThat(rows(directory, EVENTS.name())).isEmpty();
  }
}
