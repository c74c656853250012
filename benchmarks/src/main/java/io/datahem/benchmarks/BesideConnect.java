package io.datahem.benchmarks;

import io.datahem.app.demo.ShopEvents.ShopEvent;
import io.datahem.app.ledger.Ledger;
import io.datahem.app.platform.DataDirectory;
import io.datahem.app.platform.Platform;
import io.datahem.app.settings.SettingsReader;
import io.datahem.benchmarks.ConnectPeer.Kept;
import io.datahem.connectors.kafka.EmbeddedBroker;
import io.datahem.connectors.kafka.EventTopic;
import io.datahem.connectors.kafka.KafkaEventLog;
import io.datahem.events.Attributes;
import io.datahem.events.Event;
import io.datahem.registry.client.RegistryClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/**
 * Rows per CPU-second of {@code datahem up} beside Kafka Connect with Iceberg's sink: the same log,
 * read by one process after the other, from when it starts to committed rows. DataHem is started as
 * its users start it, and its process holds its broker, registry and collector too; Connect's reads
 * from a broker elsewhere, which is not counted.
 *
 * <p>Arguments: the repository's root, a shape, how many events, how many rounds; then what Connect
 * keeps of each event and how, one after the other: {@code defaults} (when nothing is said), {@code
 * payload}, {@code row}, {@code both}.
 */
public final class BesideConnect {
  private static final Duration LONGEST = Duration.ofMinutes(25);

  /** Of both. */
  private static final String HEAP = "1500m";

  /** What is measured alone has all processors, as DataHem's job has. */
  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  private final Shape shape;
  private final int count;
  private final ExampleContracts contracts;

  /** DataHem's command. */
  private final String command;

  private final Path root;
  private final List<ShopEvent> sample;

  private BesideConnect(
      Shape shape, int count, ExampleContracts contracts, String command, Path root) {
    this.shape = shape;
    this.count = count;
    this.contracts = contracts;
    this.command = command;
    this.root = root;
    this.sample = shape.sample();
  }

  /**
   * What was seen of a process.
   *
   * @param whole rows per CPU-second from its start
   * @param warm the same of the rows after the first third
   */
  private record Seen(double whole, double warm) {}

  public static void main(String[] arguments) throws Exception {
    ExampleContracts contracts = ExampleContracts.of(arguments);
    Shape shape = Shape.valueOf(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    String command = Path.of(arguments[0]).resolve("datahem").toAbsolutePath().toString();
    build(command);
    List<Kept> peers = new ArrayList<>();
    for (int i = 4; i < arguments.length; i++) {
      peers.add(Kept.valueOf(arguments[i].toUpperCase(Locale.ROOT)));
    }
    for (int round = 1; round <= Integer.parseInt(arguments[3]); round++) {
      Path root = Files.createTempDirectory("datahem-bench");
      System.out.printf("%s, %,d events, round %d%n", shape, count, round);
      new BesideConnect(shape, count, contracts, command, root)
          .run(peers.isEmpty() ? List.of(Kept.DEFAULTS) : peers);
    }
    System.exit(0);
  }

  /** So that none of it is measured. */
  private static void build(String command) throws IOException, InterruptedException {
    if (new ProcessBuilder(command, "--version").inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("Cannot build by " + command);
    }
  }

  private void run(List<Kept> peers) throws Exception {
    DecodeAndWrite work = new DecodeAndWrite(shape, contracts.of(shape), root.resolve("alone"));
    double alone = work.rowsPerCpuSecond(false, THREADS);
    double aloneBoth = work.rowsPerCpuSecond(true, THREADS);
    Seen own = datahem();
    double read = readAlone();
    double most = bound(read, aloneBoth);
    System.out.printf(
        "  rows per CPU-second, with the start / warm: DataHem %,.0f / %,.0f%n",
        own.whole, own.warm);
    System.out.printf(
        "  decoding and writing alone, rows and raw events %,.0f, DataHem %.2f of it, at most %.2f%n",
        aloneBoth, own.warm / aloneBoth, most / aloneBoth);
    System.out.printf(
        "  rows without raw events %,.0f, DataHem %.2f of it, at most %.2f%n",
        alone, own.warm / alone, most / alone);
    System.out.printf("  reading alone %,.0f, so at most %,.0f%n", read, most);
    for (Kept kept : peers) {
      Seen peer = connect(kept);
      System.out.printf(
          "  Kafka Connect, %s: %,.0f / %,.0f, ratio %.2f / %.2f, at most %.2f%n",
          kept.name().toLowerCase(Locale.ROOT),
          peer.whole,
          peer.warm,
          own.whole / peer.whole,
          own.warm / peer.warm,
          most / peer.warm);
    }
  }

  /** What who does two things one after the other has per CPU-second. */
  private static double bound(double first, double second) {
    return 1 / (1 / first + 1 / second);
  }

  /** DataHem's log to its end, when its process is gone. */
  private double readAlone() {
    try (EmbeddedBroker broker = ConnectPeer.broker(root.resolve("data/log"))) {
      return ReadAlone.rowsPerCpuSecond(broker.bootstrap(), EventTopic.DEFAULT_NAME, count);
    }
  }

  private byte[] event(int i) {
    return sample.get(i % sample.size()).json().getBytes(StandardCharsets.UTF_8);
  }

  private Seen datahem() throws Exception {
    Path data = root.resolve("data");
    Map<String, String> settings =
        Map.of(
            "data", data.toString(), "collector.port", "0", "registry.port", "0", "log.port", "0");
    try (Platform platform = Platform.start(SettingsReader.read(Optional.empty(), settings))) {
      platform.awaitReady(Duration.ofSeconds(60));
      var answer =
          new RegistryClient(platform.endpoints().registry()).push(contracts.files(), false);
      if (!answer.ok()) {
        throw new IllegalStateException(answer.body().toString());
      }
    }
    try (EmbeddedBroker broker = ConnectPeer.broker(data.resolve("log"));
        KafkaEventLog log =
            new KafkaEventLog(
                new EventTopic(broker.bootstrap(), EventTopic.DEFAULT_NAME),
                256L << 20,
                ConnectPeer.MAX_EVENT_BYTES)) {
      Semaphore room = new Semaphore(20_000);
      for (int i = 0; i < count; i++) {
        room.acquire();
        Map<String, String> attributes =
            Map.of(
                Attributes.UUID, UUID.randomUUID().toString(),
                Attributes.SOURCE, shape.stream(),
                Attributes.TIMESTAMP, Instant.now().toString());
        var unused =
            log.publish(new Event(event(i), attributes))
                .whenComplete((position, failure) -> room.release());
      }
      room.acquire(20_000);
    }
    ProcessBuilder up =
        new ProcessBuilder(
            command,
            "up",
            "--data",
            data.toString(),
            "--collector-port",
            "0",
            "--registry-port",
            "0",
            "--kafka-port",
            "0");
    up.environment().put("DATAHEM_HEAP", HEAP);
    Process process = start(up, "datahem");
    Ledger ledger = new Ledger(DataDirectory.warehouse(data));
    return watch(
        process,
        () -> ledger.totals().settledEnds().values().stream().mapToLong(Long::longValue).sum());
  }

  /** By the options of Java that DataHem's command has, but for its archive of classes. */
  private Process connect(List<String> program, Kept kept) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + HEAP, "-XX:+UseParallelGC"));
    for (String opened : List.of("java.nio", "java.util", "java.lang")) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(program);
    return start(new ProcessBuilder(command), "connect-" + kept);
  }

  private Process start(ProcessBuilder command, String name) throws IOException {
    return command
        .redirectErrorStream(true)
        .redirectOutput(root.resolve(name + ".log").toFile())
        .start();
  }

  private Seen watch(Process process, LongSupplier rows) throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    long warmRows = 0;
    double warmSeconds = 0;
    try {
      while (process.isAlive() && System.nanoTime() < deadline) {
        long now = rows.getAsLong();
        double cpu = cpuSeconds(process);
        if (now >= count) {
          return new Seen(count / cpu, (count - warmRows) / (cpu - warmSeconds));
        }
        if (warmRows == 0 && now > count / 3) {
          warmRows = now;
          warmSeconds = cpu;
        }
        Thread.sleep(200);
      }
      throw new IllegalStateException(
          "Not all rows came, only " + rows.getAsLong() + ": see the logs in " + root);
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static double cpuSeconds(Process process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  private Seen connect(Kept kept) throws Exception {
    Path own = root.resolve(kept.name());
    try (EmbeddedBroker broker = ConnectPeer.broker(root.resolve("data/log"));
        ConnectPeer peer =
            new ConnectPeer(own, broker.bootstrap(), EventTopic.DEFAULT_NAME, kept)) {
      peer.prepare(sample);
      return watch(connect(peer.program(), kept), peer::rows);
    }
  }
}
