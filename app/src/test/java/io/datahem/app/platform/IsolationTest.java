package io.datahem.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.connectors.iceberg.sql.QueryException;
import io.datahem.contracts.SourceFile;
import io.datahem.registry.client.RegistryClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 200 streams, of which some have it as bad as can be: the others do not notice. */
class IsolationTest {
  private static final int STREAMS = 200;
  private static final int LOCKED = 0;
  private static final int DELETED = 1;
  private static final int BAD = 2;
  private static final int HUGE = 3;
  private static final int SLOW = 4;
  private static final int BUSY = 5;
  private static final int FIRST_OTHER = 6;
  private static final String CONTRACT =
      """
      syntax = "proto3";
      package fleet.v1;
      import "datahem/contract.proto";
      message Truck%1$d {
        option (datahem.stream) = {name: "truck-%1$d", owner: "tests"};
        int64 n = 1;
        string text = 2 [(datahem.field).filter = ".*.*.*c"];
      }
      """;

  @TempDir Path temp;

  @Test
  void whatIsWrongWithSomeStreamsIsTheirOwnAffair() throws Exception {
    Path data = temp.resolve("data");
    try (Platform platform = Running.start(data)) {
      DataDirectory.Endpoints at = platform.endpoints();
      push(at);
      for (int stream = 0; stream < STREAMS; stream++) {
        send(at, stream, 1, "c");
      }
      await(data, "SELECT sum(n) FROM (" + counts(0, STREAMS) + ")", STREAMS);
      onCatalog(
          data,
          "CREATE TRIGGER locked BEFORE UPDATE ON iceberg_tables WHEN OLD.table_name = 'truck_0'"
              + " BEGIN SELECT RAISE(ABORT, 'locked'); END");
      onCatalog(data, "DELETE FROM iceberg_tables WHERE table_name = 'truck_1'");
      poison(at);
      for (int round = 2; round <= 3; round++) {
        for (int stream = FIRST_OTHER; stream < STREAMS; stream++) {
          send(at, stream, round, "c");
        }
        await(data, "SELECT min(n) FROM (" + counts(FIRST_OTHER, STREAMS) + ")", round);
      }
      assertThat(Running.sql(data, "SELECT count(*) FROM truck_0"))
          .as("no row came to the table that is locked")
          .containsExactly(List.of(1L));
      assertThat(platform.status().lastProblem()).contains("truck_0", "locked", "tried again");
      await(data, "SELECT count(*) FROM truck_1", 21);
      await(data, "SELECT count(*) FROM datahem.dead_letters WHERE stream = 'truck-2'", 200);
      await(data, outcomes(HUGE), 6);
      await(data, outcomes(SLOW), 11);
      await(data, "SELECT count(*) FROM truck_5", 501);
      onCatalog(data, "DROP TRIGGER locked");
      await(data, "SELECT count(*) FROM truck_0", 21);
    }
    assertThat(Running.check(data).problems()).isEmpty();
  }

  private static void push(DataDirectory.Endpoints at) {
    List<SourceFile> files = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      files.add(new SourceFile("fleet/v1/truck" + i + ".proto", CONTRACT.formatted(i)));
    }
    RegistryClient.Answer answer = new RegistryClient(at.registry()).push(files, false);
    assertThat(answer.ok()).as(answer.body().toString()).isTrue();
  }

  private static void poison(DataDirectory.Endpoints at) throws Exception {
    for (int i = 0; i < 20; i++) {
      send(at, LOCKED, i, "c");
      send(at, DELETED, i, "c");
    }
    lines(at, BAD, IntStream.range(0, 200).mapToObj(i -> "{\"n\": \"bad " + i + "\"}").toList());
    String huge = "x".repeat(900_000);
    for (int i = 0; i < 5; i++) {
      send(at, HUGE, i, huge);
    }
    String slow = "a".repeat(2_000);
    for (int i = 0; i < 10; i++) {
      send(at, SLOW, i, slow + i);
    }
    lines(at, BUSY, IntStream.range(0, 500).mapToObj(i -> "{\"n\": \"" + i + "\"}").toList());
  }

  private static void send(DataDirectory.Endpoints at, int stream, int n, String text)
      throws Exception {
    lines(at, stream, List.of("{\"n\": \"" + n + "\", \"text\": \"" + text + "\"}"));
  }

  private static void lines(DataDirectory.Endpoints at, int stream, List<String> lines)
      throws Exception {
    byte[] body = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    String type = "application/x-ndjson";
    assertThat(Running.post(at, "truck-" + stream, body, "Content-Type", type).statusCode())
        .isEqualTo(202);
  }

  /** A text that takes a regex too many steps is a dead letter. */
  private static String outcomes(int stream) {
    return ("SELECT (SELECT count(*) FROM truck_%1$d)"
            + " + (SELECT count(*) FROM datahem.dead_letters WHERE stream = 'truck-%1$d')")
        .formatted(stream);
  }

  /** How many rows each table has. */
  private static String counts(int from, int end) {
    return IntStream.range(from, end)
        .mapToObj(i -> "SELECT count(*) AS n FROM truck_" + i)
        .collect(Collectors.joining(" UNION ALL "));
  }

  private static void await(Path data, String query, long expected) throws InterruptedException {
    long found = -1;
    for (int tries = 0; tries < 400 && found != expected; tries++) {
      try {
        found = ((Number) Running.sql(data, query).get(0).get(0)).longValue();
      } catch (QueryException e) {
        // A table that was just pushed, or whose entry is gone for now.
      }
      Thread.sleep(500);
    }
    assertThat(found).as(query.substring(0, Math.min(80, query.length()))).isEqualTo(expected);
  }

  private static void onCatalog(Path data, String sql) throws SQLException {
    try (Connection catalog =
            DriverManager.getConnection(
                "jdbc:sqlite:" + DataDirectory.warehouse(data).resolve("catalog.db"));
        Statement statement = catalog.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 30000");
      statement.execute(sql);
    }
  }
}
