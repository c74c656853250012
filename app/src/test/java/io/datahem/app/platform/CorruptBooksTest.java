package io.datahem.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.app.cli.Cli;
import io.datahem.app.ledger.Ledger;
import io.datahem.app.ledger.Problem;
import io.datahem.connectors.iceberg.IcebergWarehouse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.DeleteFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Books that were tampered with do not balance, and the ledger says where. */
class CorruptBooksTest {
  private static final String CONTRACT =
      """
      syntax = "proto3";
      package books.v1;
      import "datahem/contract.proto";
      message Beat { option (datahem.stream) = {name: "beats"}; int64 n = 1; }
      """;

  @TempDir Path temp;

  @Test
  void sayWhatIsMissingAndDoubledAndOutliveTheLog() throws Exception {
    Path data = temp.resolve("data");
    run(data);
    delete(data.resolve("log"));
    Ledger.Statement whole = Running.check(data);
    assertThat(whole.problems()).isEmpty();
    assertThat(whole.books().stream("beats").rows()).isEqualTo(3);
    assertThat(whole.books().stream("beats").deadLetterCount()).isEqualTo(1);
    assertThat(whole.books().stream("beats").duplicates()).isEqualTo(2);
    assertThat(whole.ranges().stream().mapToLong(range -> range.events()).sum()).isEqualTo(6);
    assertThat(ledger(data)).isZero();
    JdbcCatalog catalog = IcebergWarehouse.under(DataDirectory.warehouse(data)).openCatalog();
    try {
      Table beats = catalog.loadTable(TableIdentifier.parse("default.beats"));
      Table raw = catalog.loadTable(TableIdentifier.parse("datahem.raw"));
      aRowIsMissing(data, beats);
      aFileIsThereTwice(data, beats);
      aFileIsGoneEverywhere(data, beats, raw);
    } finally {
      catalog.close();
    }
    assertThat(Running.check(data).problems()).isEmpty();
  }

  private static void run(Path data) throws Exception {
    try (Platform platform = Running.start(data)) {
      DataDirectory.Endpoints at = platform.endpoints();
      assertThat(Running.push(at, "books/v1/beat.proto", CONTRACT).status()).isEqualTo(200);
      send(at, "{\"n\":1}\n{\"n\":\"no number\"}\n", "first");
      Running.awaitSettled(data, 2);
      send(at, "{\"n\":1}\n{\"n\":\"no number\"}\n", "first");
      Running.awaitSettled(data, 4);
      send(at, "{\"n\":2}\n{\"n\":3}\n", "second");
      Running.awaitSettled(data, 6);
    }
  }

  private static void send(DataDirectory.Endpoints at, String lines, String key) throws Exception {
    byte[] body = lines.getBytes(StandardCharsets.UTF_8);
    String type = "application/x-ndjson";
    assertThat(
            Running.post(at, "beats", body, "Idempotency-Key", key, "Content-Type", type)
                .statusCode())
        .isEqualTo(202);
  }

  private static void aRowIsMissing(Path data, Table beats) throws IOException {
    List<DataFile> files = files(beats);
    long before = beats.currentSnapshot().snapshotId();
    beats.newDelete().deleteFile(files.get(0)).commit();
    List<Problem> problems = problems(data);
    assertThat(problems)
        .extracting(Problem::code)
        .containsExactly("POSITIONS_MISSING", "COUNTS_DIFFER");
    assertThat(problems.get(0).positions()).isEqualTo(files.get(0).recordCount());
    assertThat(problems.get(0).ranges()).isNotEmpty();
    assertThat(problems.get(0).message()).contains("in the raw table");
    assertThat(ledger(data)).isEqualTo(1);
    beats.manageSnapshots().rollbackTo(before).commit();
  }

  private static void aFileIsThereTwice(Path data, Table beats) throws IOException {
    DataFile file = files(beats).get(0);
    Path copy = Path.of(file.location()).resolveSibling("copy.parquet");
    Files.copy(Path.of(file.location()), copy);
    long before = beats.currentSnapshot().snapshotId();
    beats
        .newAppend()
        .appendFile(DataFiles.builder(beats.spec()).copy(file).withPath(copy.toString()).build())
        .commit();
    List<Problem> problems = problems(data);
    assertThat(problems)
        .extracting(Problem::code)
        .containsExactly("POSITIONS_DOUBLED", "COUNTS_DIFFER");
    assertThat(problems.get(0).positions()).isEqualTo(file.recordCount());
    assertThat(problems.get(0).message()).contains("beats");
    assertThat(ledger(data)).isEqualTo(1);
    beats.manageSnapshots().rollbackTo(before).commit();
  }

  /** What the positions of the tables alone cannot show: none of them has it. */
  private static void aFileIsGoneEverywhere(Path data, Table beats, Table raw) throws IOException {
    for (Table table : List.of(beats, raw)) {
      DeleteFiles delete = table.newDelete();
      files(table).forEach(delete::deleteFile);
      delete.commit();
    }
    long rows = beats.currentSnapshot().parentId();
    long events = raw.currentSnapshot().parentId();
    List<Problem> problems = problems(data);
    assertThat(problems)
        .extracting(Problem::code)
        .contains("POSITIONS_MISSING", "POSITIONS_FROM_NOWHERE", "COUNTS_DIFFER");
    assertThat(problems)
        .anySatisfy(
            problem -> {
              assertThat(problem.message()).contains("were read and are in no table");
              assertThat(problem.positions()).isEqualTo(6);
            });
    assertThat(ledger(data)).isEqualTo(1);
    beats.manageSnapshots().rollbackTo(rows).commit();
    raw.manageSnapshots().rollbackTo(events).commit();
  }

  private static List<Problem> problems(Path data) {
    List<Problem> problems = Running.check(data).problems();
    return problems == null ? List.of() : problems;
  }

  private static int ledger(Path data) {
    return Cli.run("ledger", "--check", "--format", "json", "--data", data.toString());
  }

  private static List<DataFile> files(Table table) throws IOException {
    table.refresh();
    List<DataFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      tasks.forEach(task -> files.add(task.file().copy()));
    }
    return files;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path one : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }
}
