package io.datahem.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.app.Main;
import io.datahem.app.demo.ShopEvents.ShopEvent;
import io.datahem.app.ledger.Ledger;
import io.datahem.app.platform.DataDirectory;
import io.datahem.app.platform.Platform;
import io.datahem.app.settings.SettingsReader;
import io.datahem.connectors.iceberg.IcebergWarehouse;
import io.datahem.connectors.kafka.EmbeddedBroker;
import io.datahem.connectors.kafka.EventTopic;
import io.datahem.connectors.kafka.KafkaEventLog;
import io.datahem.contracts.decode.Decoding;
import io.datahem.contracts.decode.EventDecoder;
import io.datahem.contracts.decode.EventDecoders;
import io.datahem.contracts.table.TablePlans;
import io.datahem.events.Attributes;
import io.datahem.events.Event;
import io.datahem.pipeline.Warehouse;
import io.datahem.registry.client.RegistryClient;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Rows per CPU-second of {@code datahem up} beside Kafka Connect with Iceberg's sink: the same
 * events, each in a process of its own that is asked in turn, from a log that is full when it
 * starts to committed rows. DataHem's process holds its broker, registry and collector too;
 * Connect's reads from a broker elsewhere, which is not counted.
 *
 * <p>Arguments: the repository's root, a shape, how many events, how many rounds.
 */
public final class BesideConnect {
  private static final int MAX_EVENT_BYTES = 2 << 20;
  private static final int PARTITIONS = 2;
  private static final int COMMIT_MILLIS = 5_000;
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Shape shape;
  private final int count;
  private final ExampleContracts contracts;
  private final Path root;
  private final List<ShopEvent> sample;

  private BesideConnect(Shape shape, int count, ExampleContracts contracts, Path root) {
    this.shape = shape;
    this.count = count;
    this.contracts = contracts;
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
    for (int round = 1; round <= Integer.parseInt(arguments[3]); round++) {
      Path root = Files.createTempDirectory("datahem-bench");
      BesideConnect run = new BesideConnect(shape, count, contracts, root);
      double alone = run.decodeAndWrite();
      Seen own = run.datahem();
      Seen peer = run.connect();
      System.out.printf(
          "%s, round %d, %,d events: rows per CPU-second, with the start / warm: DataHem %,.0f / %,.0f, Kafka Connect"
              + " %,.0f / %,.0f, ratio %.2f / %.2f; decoding and writing Parquet alone %,.0f, DataHem %.2f of it%n",
          shape,
          round,
          count,
          own.whole,
          own.warm,
          peer.whole,
          peer.warm,
          own.whole / peer.whole,
          own.warm / peer.warm,
          alone,
          own.warm / alone);
    }
    System.exit(0);
  }

  private byte[] event(int i) {
    return sample.get(i % sample.size()).json().getBytes(StandardCharsets.UTF_8);
  }

  /** One thread decodes events and writes the rows to files of the table. */
  private double decodeAndWrite() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    EventDecoder decoder = EventDecoders.compile(contracts.of(shape));
    double rows = 0;
    double seconds = 0;
    try (Warehouse.Session session = IcebergWarehouse.under(root.resolve("alone")).open()) {
      Warehouse.Table table = session.prepare(TablePlans.of(contracts.of(shape)));
      for (int round = 0; round < 8; round++) {
        long begun = threads.getCurrentThreadCpuTime();
        Warehouse.DataFile file = session.create(table);
        int each = Math.min(count, 50_000);
        for (int i = 0; i < each; i++) {
          if (decoder.decode(event(i), Map.of()) instanceof Decoding.Decoded decoded) {
            file.append(decoded.row());
          }
        }
        session.discard(file.close());
        if (round >= 4) {
          rows += each;
          seconds += (threads.getCurrentThreadCpuTime() - begun) / 1e9;
        }
      }
    }
    return rows / seconds;
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
    try (EmbeddedBroker broker = broker(data.resolve("log"));
        KafkaEventLog log =
            new KafkaEventLog(
                new EventTopic(broker.bootstrap(), EventTopic.DEFAULT_NAME),
                256L << 20,
                MAX_EVENT_BYTES)) {
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
    Process process =
        spawn(
            List.of(
                Main.class.getName(),
                "up",
                "--data",
                data.toString(),
                "--collector-port",
                "0",
                "--registry-port",
                "0",
                "--kafka-port",
                "0"),
            "datahem");
    Ledger ledger = new Ledger(DataDirectory.warehouse(data));
    return watch(
        process,
        () -> ledger.totals().settledEnds().values().stream().mapToLong(Long::longValue).sum());
  }

  private static EmbeddedBroker broker(Path directory) {
    return EmbeddedBroker.start(new EmbeddedBroker.Settings(directory, 0, MAX_EVENT_BYTES, false));
  }

  private Process spawn(List<String> program, String name) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1500m", "-XX:+UseParallelGC"));
    for (String opened : List.of("java.nio", "java.util", "java.lang")) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(program);
    return new ProcessBuilder(command)
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

  private Seen connect() throws Exception {
    Files.createDirectories(root.resolve("peer"));
    try (EmbeddedBroker broker = broker(root.resolve("peer-log"));
        JdbcCatalog catalog = IcebergWarehouse.under(root.resolve("peer")).openCatalog()) {
      fill(broker.bootstrap());
      List<JsonNode> objects = new ArrayList<>();
      for (ShopEvent event : sample) {
        objects.add(JSON.readTree(event.json()));
      }
      TableIdentifier name = TableIdentifier.of("bench", "events");
      catalog.createNamespace(Namespace.of("bench"), Map.of());
      catalog.createTable(name, PeerSchema.of(objects));
      Path worker = root.resolve("worker.properties");
      Path sink = root.resolve("sink.properties");
      Files.writeString(worker, workerSettings(broker.bootstrap()));
      Files.writeString(sink, sinkSettings(broker.bootstrap()));
      Process process =
          spawn(
              List.of(ConnectWorker.class.getName(), worker.toString(), sink.toString()),
              "connect");
      return watch(process, () -> rows(catalog.loadTable(name)));
    }
  }

  private static long rows(Table table) {
    Snapshot snapshot = table.currentSnapshot();
    return snapshot == null
        ? 0
        : Long.parseLong(snapshot.summary().getOrDefault("total-records", "0"));
  }

  private void fill(String bootstrap) throws ExecutionException, InterruptedException {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", bootstrap);
    try (Admin admin = Admin.create(settings)) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("events", PARTITIONS, (short) 1),
                  new NewTopic("control-iceberg", 1, (short) 1)))
          .all()
          .get();
    }
    settings.put("linger.ms", "20");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < count; i++) {
        var unused = producer.send(new ProducerRecord<>("events", i % PARTITIONS, null, event(i)));
      }
      producer.flush();
    }
  }

  private String workerSettings(String bootstrap) {
    return String.join(
        "\n",
        "bootstrap.servers=" + bootstrap,
        "key.converter=org.apache.kafka.connect.converters.ByteArrayConverter",
        "value.converter=org.apache.kafka.connect.json.JsonConverter",
        "value.converter.schemas.enable=false",
        "offset.storage.file.filename=" + root.resolve("offsets"),
        "offset.flush.interval.ms=10000",
        "listeners=http://127.0.0.1:0",
        "plugin.discovery=service_load",
        "consumer.auto.offset.reset=earliest",
        "consumer.max.poll.records=2000");
  }

  private String sinkSettings(String bootstrap) {
    IcebergWarehouse warehouse = IcebergWarehouse.under(root.resolve("peer"));
    return String.join(
        "\n",
        "name=bench",
        "connector.class=org.apache.iceberg.connect.IcebergSinkConnector",
        "tasks.max=" + PARTITIONS,
        "topics=events",
        "iceberg.tables=bench.events",
        "iceberg.kafka.bootstrap.servers=" + bootstrap,
        "iceberg.control.commit.interval-ms=" + COMMIT_MILLIS,
        "iceberg.catalog=datahem",
        "iceberg.catalog.catalog-impl=org.apache.iceberg.jdbc.JdbcCatalog",
        "iceberg.catalog.uri=jdbc:sqlite:" + warehouse.catalogFile() + "?busy_timeout=30000",
        "iceberg.catalog.jdbc.schema-version=V1",
        "iceberg.catalog.warehouse=" + warehouse.directory(),
        "iceberg.catalog.io-impl=org.apache.iceberg.hadoop.HadoopFileIO");
  }
}
