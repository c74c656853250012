package io.datahem.benchmarks;

import io.datahem.app.platform.DataDirectory;
import io.datahem.app.platform.Platform;
import io.datahem.app.settings.SettingsReader;
import io.datahem.connectors.kafka.EventTopic;
import io.datahem.connectors.kafka.KafkaEventLog;
import io.datahem.contracts.SourceFile;
import io.datahem.events.Attributes;
import io.datahem.events.Event;
import io.datahem.registry.client.RegistryClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * How fresh the tables of 200 streams are while one more stream is poison, beside the same streams
 * without it: in turn, several times, in one run. Freshness is from an event's collection to its
 * being visible, of commits to the 200 tables alone.
 *
 * <p>Arguments: the repository's root, events a second of all 200 streams, seconds a phase, rounds.
 */
public final class Isolation {
  private static final int STREAMS = 200;
  private static final int POISON = STREAMS;
  private static final String POISON_TABLE = "truck_" + POISON;
  private static final int MAX_EVENT_BYTES = 2 << 20;
  private static final int MAX_UNDER_WAY = 20_000;
  private static final int HUGE_CHARS = 900_000;
  private static final int SLOW_CHARS = 3_000;
  private static final String CONTRACT =
      """
      syntax = "proto3";
      package fleet.v1;
      import "datahem/contract.proto";
      message Truck%1$d {
        option (datahem.stream) = {name: "truck-%1$d", owner: "benchmarks"};
        int64 n = 1;
        string text = 2 [(datahem.field).filter = ".*.*.*c"];
      }
      """;

  private final int rate;
  private final int seconds;
  private final Path data;
  private volatile ConcurrentHistogram freshness = new ConcurrentHistogram(24 * 3600_000L, 3);

  /** What is wrong with the stream, and how many events of it come for each of another stream. */
  private enum Poison {
    NONE(0),
    BAD(1),
    HUGE(1),
    SLOW(1),
    BUSY(100),
    ENTRY_LOCKED(1),
    ENTRY_DELETED(1);

    private final int eventsForOne;

    Poison(int eventsForOne) {
      this.eventsForOne = eventsForOne;
    }
  }

  private Isolation(int rate, int seconds, Path data) {
    this.rate = rate;
    this.seconds = seconds;
    this.data = data;
  }

  public static void main(String[] arguments) throws Exception {
    Isolation run =
        new Isolation(
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            Files.createTempDirectory("datahem-bench"));
    run.run(Integer.parseInt(arguments[3]));
    System.exit(0);
  }

  private void run(int rounds) throws Exception {
    Map<String, String> settings =
        Map.of(
            "data", data.toString(), "collector.port", "0", "registry.port", "0", "log.port", "0");
    try (Platform platform = Platform.start(SettingsReader.read(Optional.empty(), settings))) {
      platform.awaitReady(Duration.ofSeconds(60));
      push(platform.endpoints().registry());
      platform
          .status()
          .onCommit(
              (table, rows, millis) -> {
                if (table.startsWith("default.") && !table.endsWith("." + POISON_TABLE)) {
                  freshness.recordValue(Math.max(0, millis));
                }
              });
      EventTopic topic = new EventTopic(platform.endpoints().kafka(), EventTopic.DEFAULT_NAME);
      try (KafkaEventLog log = new KafkaEventLog(topic, 256L << 20, MAX_EVENT_BYTES)) {
        phase(log, Poison.NONE);
        phase(log, Poison.NONE);
        for (int round = 1; round <= rounds; round++) {
          for (Poison poison : Poison.values()) {
            if (poison != Poison.NONE) {
              compare(log, round, poison);
            }
          }
        }
      }
    }
  }

  private void compare(KafkaEventLog log, int round, Poison poison) throws Exception {
    ConcurrentHistogram without = phase(log, Poison.NONE);
    ConcurrentHistogram with = phase(log, poison);
    System.out.printf(
        "round %d, %s: p50 %d ms, p99 %d ms; without p50 %d ms, p99 %d ms; ratio of the p99 %.2f%n",
        round,
        poison,
        with.getValueAtPercentile(50),
        with.getValueAtPercentile(99),
        without.getValueAtPercentile(50),
        without.getValueAtPercentile(99),
        (double) with.getValueAtPercentile(99) / without.getValueAtPercentile(99));
  }

  private void push(String registry) {
    List<SourceFile> files = new ArrayList<>();
    for (int i = 0; i <= STREAMS; i++) {
      files.add(new SourceFile("fleet/v1/truck" + i + ".proto", CONTRACT.formatted(i)));
    }
    var answer = new RegistryClient(registry).push(files, false);
    if (!answer.ok()) {
      throw new IllegalStateException(answer.body().toString());
    }
  }

  private ConcurrentHistogram phase(KafkaEventLog log, Poison poison) throws Exception {
    harm(poison);
    freshness = new ConcurrentHistogram(24 * 3600_000L, 3);
    Semaphore room = new Semaphore(MAX_UNDER_WAY);
    ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    long begun = System.nanoTime();
    double owed = 0;
    for (int i = 0; i < seconds * rate; i++) {
      long early = begun + i * (1_000_000_000L / rate) - System.nanoTime();
      if (early > 1_000_000) {
        Thread.sleep(early / 1_000_000);
      }
      publish(log, event(i % STREAMS, i, "c"), room, failures);
      for (owed += poison.eventsForOne / (double) STREAMS; owed >= 1; owed--) {
        publish(log, poisoned(poison, i), room, failures);
      }
    }
    room.acquire(MAX_UNDER_WAY);
    ConcurrentHistogram seen = freshness;
    // What is still on its way belongs to this phase.
    Thread.sleep(3_000);
    mend(poison);
    if (!failures.isEmpty()) {
      throw new IllegalStateException(
          failures.stream().map(Throwable::toString).collect(Collectors.joining(", ")));
    }
    return seen;
  }

  private static void publish(
      KafkaEventLog log, Event event, Semaphore room, ConcurrentLinkedQueue<Throwable> failures)
      throws InterruptedException {
    room.acquire();
    var unused =
        log.publish(event)
            .whenComplete(
                (position, failure) -> {
                  room.release();
                  if (failure != null) {
                    failures.add(failure);
                  }
                });
  }

  private static Event event(int stream, int n, String text) {
    return event(stream, "{\"n\":\"" + n + "\",\"text\":\"" + text + "\"}");
  }

  private static Event event(int stream, String json) {
    return new Event(
        json.getBytes(StandardCharsets.UTF_8),
        Map.of(
            Attributes.UUID, UUID.randomUUID().toString(),
            Attributes.SOURCE, "truck-" + stream,
            Attributes.TIMESTAMP, Instant.now().toString()));
  }

  private static Event poisoned(Poison poison, int n) {
    return switch (poison) {
      case BAD -> event(POISON, "{\"n\":\"no number\"}");
      case HUGE -> event(POISON, n, "x".repeat(HUGE_CHARS));
      case SLOW -> event(POISON, n, "a".repeat(SLOW_CHARS));
      case NONE, BUSY, ENTRY_LOCKED, ENTRY_DELETED -> event(POISON, n, "c");
    };
  }

  private void harm(Poison poison) throws SQLException {
    if (poison == Poison.ENTRY_LOCKED) {
      onCatalog(
          "CREATE TRIGGER locked BEFORE UPDATE ON iceberg_tables WHEN OLD.table_name = '"
              + POISON_TABLE
              + "' BEGIN SELECT RAISE(ABORT, 'locked'); END");
    } else if (poison == Poison.ENTRY_DELETED) {
      onCatalog("DELETE FROM iceberg_tables WHERE table_name = '" + POISON_TABLE + "'");
    }
  }

  private void mend(Poison poison) throws SQLException {
    if (poison == Poison.ENTRY_LOCKED) {
      onCatalog("DROP TRIGGER locked");
    }
  }

  private void onCatalog(String sql) throws SQLException {
    try (Connection catalog =
            DriverManager.getConnection(
                "jdbc:sqlite:" + DataDirectory.warehouse(data).resolve("catalog.db"));
        Statement statement = catalog.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 30000");
      statement.execute(sql);
    }
  }
}
