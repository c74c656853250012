package io.datahem.benchmarks;

import io.datahem.app.platform.CompilerPriority;
import io.datahem.app.platform.DataDirectory;
import io.datahem.app.platform.Platform;
import io.datahem.app.settings.SettingsReader;
import io.datahem.connectors.iceberg.IcebergWarehouse;
import io.datahem.connectors.kafka.EventTopic;
import io.datahem.connectors.kafka.KafkaEventLog;
import io.datahem.contracts.SourceFile;
import io.datahem.events.Attributes;
import io.datahem.events.Event;
import io.datahem.registry.client.RegistryClient;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.HdrHistogram.Histogram;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.jdbc.JdbcCatalog;

/**
 * A constant rate of events over many streams for a while. Says each minute how fresh the tables
 * were, what it cost, and how many files there are.
 *
 * <p>Arguments: the repository's root, streams, events a second, minutes.
 */
public final class ManyStreams {
  private static final int MAX_EVENT_BYTES = 2 << 20;
  private static final int MAX_UNDER_WAY = 20_000;
  private static final int IDLE_SECONDS = 20;
  private static final String CONTRACT =
      """
      syntax = "proto3";
      package fleet.v1;
      import "datahem/contract.proto";
      import "google/protobuf/timestamp.proto";
      message Truck%1$d {
        option (datahem.stream) = {name: "truck-%1$d", owner: "benchmarks"};
        string truck_id = 1;
        google.protobuf.Timestamp measured_at = 2;
        double celsius = 3;
        string zone = 4;
      }
      """;

  private final int streams;
  private final int rate;
  private final Path data;

  private ManyStreams(int streams, int rate, Path data) {
    this.streams = streams;
    this.rate = rate;
    this.data = data;
  }

  public static void main(String[] arguments) throws Exception {
    ManyStreams run =
        new ManyStreams(
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            Files.createTempDirectory("datahem-bench"));
    run.run(Integer.parseInt(arguments[3]));
    System.exit(0);
  }

  private void run(int minutes) throws Exception {
    CompilerPriority.lower();
    try (Platform platform = Platform.start(settings())) {
      platform.awaitReady(Duration.ofSeconds(60));
      push(platform.endpoints().registry());
      EventTopic topic = new EventTopic(platform.endpoints().kafka(), EventTopic.DEFAULT_NAME);
      try (KafkaEventLog log = new KafkaEventLog(topic, 256L << 20, MAX_EVENT_BYTES)) {
        Histogram whole = platform.status().freshness();
        whole.reset();
        for (int minute = 1; minute <= minutes; minute++) {
          platform.status().resetFreshness();
          long commits = platform.status().commits();
          long cpu = cpuNanos();
          long begun = System.nanoTime();
          sendForAMinute(log);
          double seconds = (System.nanoTime() - begun) / 1e9;
          report(
              minute,
              platform.status().freshness(),
              (platform.status().commits() - commits) / seconds,
              (cpuNanos() - cpu) / 1e9 / seconds);
          whole.add(platform.status().freshness());
        }
        System.out.printf(
            "whole run: freshness p50 %d ms, p99 %d ms%n",
            whole.getValueAtPercentile(50), whole.getValueAtPercentile(99));
      }
      idle();
    }
  }

  private io.datahem.app.settings.Settings settings() {
    return SettingsReader.read(
        Optional.empty(),
        Map.of(
            "data", data.toString(), "collector.port", "0", "registry.port", "0", "log.port", "0"));
  }

  private void push(String registry) {
    List<SourceFile> files = new ArrayList<>();
    for (int i = 0; i < streams; i++) {
      files.add(new SourceFile("fleet/v1/truck" + i + ".proto", CONTRACT.formatted(i)));
    }
    var answer = new RegistryClient(registry).push(files, false);
    if (!answer.ok()) {
      throw new IllegalStateException(answer.body().toString());
    }
  }

  private void sendForAMinute(KafkaEventLog log) throws InterruptedException {
    Semaphore room = new Semaphore(MAX_UNDER_WAY);
    long begun = System.nanoTime();
    for (int i = 0; i < 60 * rate; i++) {
      long early = begun + i * (1_000_000_000L / rate) - System.nanoTime();
      if (early > 1_000_000) {
        Thread.sleep(early / 1_000_000);
      }
      room.acquire();
      var unused = log.publish(event(i)).whenComplete((position, failure) -> room.release());
    }
    room.acquire(MAX_UNDER_WAY);
  }

  private Event event(int i) {
    Instant now = Instant.now();
    String json =
        "{\"truckId\":\"T-%d\",\"measuredAt\":\"%s\",\"celsius\":%d.5,\"zone\":\"chilled\"}"
            .formatted(i % 977, now, i % 30 - 10);
    return new Event(
        json.getBytes(StandardCharsets.UTF_8),
        Map.of(
            Attributes.UUID, UUID.randomUUID().toString(),
            Attributes.SOURCE, "truck-" + i % streams,
            Attributes.TIMESTAMP, now.toString()));
  }

  private void report(int minute, Histogram freshness, double commits, double cores)
      throws IOException {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    FileCounts files = files();
    System.out.printf(
        "minute %d: freshness p50 %d ms, p99 %d ms, max %d ms; %.1f commits/s; %.2f cores; %d MB"
            + " live heap; at most %d live files a table; %,d files on disk; planning the raw table"
            + " %.1f ms%n",
        minute,
        freshness.getValueAtPercentile(50),
        freshness.getValueAtPercentile(99),
        freshness.getMaxValue(),
        commits,
        cores,
        (runtime.totalMemory() - runtime.freeMemory()) >> 20,
        files.mostLive(),
        files.onDisk(),
        files.planMillis());
  }

  private record FileCounts(int mostLive, long onDisk, double planMillis) {}

  private FileCounts files() throws IOException {
    Path warehouse = DataDirectory.warehouse(data);
    JdbcCatalog catalog = IcebergWarehouse.under(warehouse).openCatalog();
    int most = 0;
    double millis = 0;
    try {
      for (Namespace namespace : catalog.listNamespaces()) {
        for (TableIdentifier name : catalog.listTables(namespace)) {
          Table table = catalog.loadTable(name);
          long begun = System.nanoTime();
          most = Math.max(most, live(table));
          if (name.name().equals("raw")) {
            millis = (System.nanoTime() - begun) / 1e6;
          }
        }
      }
    } finally {
      catalog.close();
    }
    return new FileCounts(most, filesUnder(warehouse), millis);
  }

  /** Files come and go while they are counted. */
  private static long filesUnder(Path directory) throws IOException {
    long[] files = new long[1];
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files[0]++;
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
    return files[0];
  }

  private static int live(Table table) throws IOException {
    int live = 0;
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask unused : tasks) {
        live++;
      }
    }
    return live;
  }

  /** What streams cost of which nothing comes. */
  private void idle() throws InterruptedException {
    Thread.sleep(10_000);
    long cpu = cpuNanos();
    Thread.sleep(IDLE_SECONDS * 1_000L);
    double millis = (cpuNanos() - cpu) / 1e6 / IDLE_SECONDS;
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long heap = runtime.totalMemory() - runtime.freeMemory();
    System.out.printf(
        "%d streams, idle: %.1f ms of CPU a second (%.3f a stream); %d MB live heap (%d KB a stream)%n",
        streams, millis, millis / streams, heap >> 20, (heap >> 10) / streams);
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
