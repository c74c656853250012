package io.datahem.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.connectors.iceberg.IcebergWarehouse;
import io.datahem.pipeline.JobStatus.StreamState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A contract that changes in every way that a table can follow, while its events come. */
class EvolutionInFlightTest {
  private static final String HEAD =
      """
      syntax = "proto3";
      package shop.v1;
      import "datahem/contract.proto";
      message Sale {
        option (datahem.stream) = {name: "sales", owner: "tests"};
        string id = 1;
      """;
  private static final String FIRST =
      """
        int32 n = 2;
        float f = 3;
        Kind kind = 4;
        string note = 5;
        repeated Line lines = 6;
        map<string, Line> named = 7;
      }
      message Line { string sku = 1; }
      enum Kind { KIND_UNSPECIFIED = 0; KIND_SOLD = 1; }
      """;
  private static final String SECOND =
      """
        // How many.
        int64 n = 2 [(datahem.field) = {column: "number" tags: "money"}];
        float f = 3;
        Kind kind = 4;
        string note = 5 [(datahem.field).hidden = true];
        repeated Line lines = 6;
        map<string, Line> named = 7;
        bool gift = 8;
      }
      message Line {
        string sku = 1 [(datahem.field).column = "article"];
        int64 pieces = 2;
      }
      enum Kind { KIND_UNSPECIFIED = 0; KIND_SOLD = 1; KIND_RETURNED = 2; }
      """;
  private static final String THIRD = SECOND.replace(" [(datahem.field).hidden = true]", "");

  @TempDir Path temp;

  @Test
  void eachChangeIsThereBeforeTheFirstEventThatNeedsIt() throws Exception {
    Path data = temp.resolve("data");
    try (Platform platform = Running.start(data)) {
      DataDirectory.Endpoints at = platform.endpoints();
      push(at, FIRST);
      send(at, "a", "\"n\": 1, \"f\": 0.5, \"kind\": \"KIND_SOLD\", \"note\": \"shown\"", "");
      Running.awaitSettled(data, 1);
      long old = snapshot(data);
      push(at, SECOND);
      String more = ", \"pieces\": 3";
      send(
          at,
          "b",
          "\"n\": \"5000000000\", \"f\": 2.5, \"kind\": \"KIND_RETURNED\", \"gift\": true,"
              + " \"note\": \"hidden\"",
          more);
      // An event that is not read yet may be read by a version newer than it, and one that an older
      // version fits by that, until the newer one is live.
      Running.awaitSettled(data, 2);
      push(at, THIRD);
      awaitLive(platform, 3);
      send(at, "c", "\"n\": 3, \"f\": 3, \"kind\": \"KIND_SOLD\", \"note\": \"again\"", more);
      Running.awaitSettled(data, 3);

      assertThat(Running.sql(data, "SELECT count(*) FROM datahem.dead_letters"))
          .containsExactly(List.of(0L));
      assertThat(Running.sql(data, "SELECT id, number, f, kind, note FROM sales ORDER BY id"))
          .containsExactly(
              row("a", 1L, 0.5, 1L, "shown"),
              row("b", 5_000_000_000L, 2.5, 2L, null),
              row("c", 3L, 3.0, 1L, "again"));
      assertThat(
              Running.sql(
                  data,
                  "SELECT lines[1].article, lines[1].pieces, named[1].\"value\".article,"
                      + " named[1].\"value\".pieces, _unknown FROM sales ORDER BY id"))
          .containsExactly(
              row("s", null, "s", null, null),
              row("s", 3L, "s", 3L, null),
              row("s", 3L, "s", 3L, null));
      assertThat(oldRows(data, old)).containsExactly("a 1 0.5 shown");
      assertThat(description(data)).isEqualTo("How many.");
    }
    assertThat(Running.check(data).problems()).isEmpty();
  }

  /** On the wire the two differ, so a stream must let it; JSON and the column are the same. */
  @Test
  void aFloatBecomesADouble() throws Exception {
    Path data = temp.resolve("data");
    try (Platform platform = Running.start(data)) {
      DataDirectory.Endpoints at = platform.endpoints();
      String wider = FIRST.replace("float f = 3", "double f = 3");
      push(at, FIRST);
      send(at, "a", "\"n\": 1, \"f\": 0.5, \"note\": \"narrow\"", "");
      Running.awaitSettled(data, 1);
      long old = snapshot(data);
      assertThat(Running.push(at, "shop/v1/sale.proto", HEAD + wider).status()).isEqualTo(409);
      Running.setLevel(at, "sales-value", "NONE");
      push(at, wider);
      awaitLive(platform, 2);
      send(at, "b", "\"f\": 1e300", "");
      Running.awaitSettled(data, 2);

      assertThat(Running.sql(data, "SELECT count(*) FROM datahem.dead_letters"))
          .containsExactly(List.of(0L));
      assertThat(Running.sql(data, "SELECT id, f, _contract, _unknown FROM sales ORDER BY id"))
          .containsExactly(row("a", 0.5, 1L, null), row("b", 1e300, 2L, null));
      assertThat(oldRows(data, old)).containsExactly("a 1 0.5 narrow");
    }
    assertThat(Running.check(data).problems()).isEmpty();
  }

  private static void awaitLive(Platform platform, int version) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    int live = 0;
    while (live < version && System.nanoTime() < deadline) {
      Thread.sleep(10);
      live = platform.status().streams().getOrDefault("sales", new StreamState(0, "")).version();
    }
    assertThat(live).isEqualTo(version);
  }

  private static List<Object> row(Object... values) {
    List<Object> row = new ArrayList<>();
    for (Object value : values) {
      row.add(value);
    }
    return row;
  }

  private static void push(DataDirectory.Endpoints at, String fields) {
    var answer = Running.push(at, "shop/v1/sale.proto", HEAD + fields);
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
  }

  private static void send(DataDirectory.Endpoints at, String id, String fields, String line)
      throws Exception {
    String place = "{\"sku\": \"s\"" + line + "}";
    Running.send(
        at,
        "sales",
        "{\"id\": \"%s\", %s, \"lines\": [%s], \"named\": {\"x\": %s}}\n"
            .formatted(id, fields, place, place));
  }

  private static JdbcCatalog catalog(Path data) {
    return IcebergWarehouse.under(DataDirectory.warehouse(data)).openCatalog();
  }

  private static Table table(JdbcCatalog catalog) {
    return catalog.loadTable(TableIdentifier.of("default", "sales"));
  }

  private static long snapshot(Path data) {
    try (JdbcCatalog catalog = catalog(data)) {
      Snapshot snapshot = table(catalog).currentSnapshot();
      return snapshot.snapshotId();
    }
  }

  /** As Iceberg's own reader sees them: by the names of then. */
  private static List<String> oldRows(Path data, long snapshot) throws Exception {
    List<String> rows = new ArrayList<>();
    try (JdbcCatalog catalog = catalog(data);
        CloseableIterable<Record> read =
            IcebergGenerics.read(table(catalog)).useSnapshot(snapshot).build()) {
      for (Record row : read) {
        rows.add(
            row.getField("id")
                + " "
                + row.getField("n")
                + " "
                + row.getField("f")
                + " "
                + row.getField("note"));
      }
    }
    return rows;
  }

  private static String description(Path data) {
    try (JdbcCatalog catalog = catalog(data)) {
      return table(catalog).schema().findField("number").doc();
    }
  }
}
