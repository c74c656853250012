package io.datahem.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.app.demo.ShopEvents.ShopEvent;
import io.datahem.connectors.iceberg.IcebergWarehouse;
import io.datahem.connectors.kafka.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.types.Types;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What Kafka Connect with Iceberg's sink needs: a broker with events, tables made beforehand, and
 * its settings.
 */
final class ConnectPeer implements AutoCloseable {
  static final int MAX_EVENT_BYTES = 2 << 20;

  private static final int PARTITIONS = 2;
  private static final int COMMIT_MILLIS = 5_000;
  private static final Namespace NAMESPACE = Namespace.of("bench");
  private static final TableIdentifier TYPED = TableIdentifier.of(NAMESPACE, "events");
  private static final TableIdentifier RAW = TableIdentifier.of(NAMESPACE, "raw");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path root;
  private final List<Sink> sinks = new ArrayList<>();
  private final EmbeddedBroker broker;
  private final KafkaProducer<byte[], byte[]> producer;
  private int events;

  /**
   * A connector's table, in a catalog of its own: of two connectors on one SQLite file the second
   * would lose the race for it again and again.
   */
  private record Sink(TableIdentifier table, IcebergWarehouse warehouse, JdbcCatalog catalog) {
    static Sink of(TableIdentifier table, Path root) throws IOException {
      Path directory = Files.createDirectories(root.resolve("peer-" + table.name()));
      IcebergWarehouse warehouse = IcebergWarehouse.under(directory);
      return new Sink(table, warehouse, warehouse.openCatalog());
    }

    void make(Schema schema) {
      catalog.createNamespace(NAMESPACE, Map.of());
      catalog.createTable(table, schema);
    }

    String control() {
      return "control-" + table.name();
    }

    long rows() {
      Snapshot snapshot = catalog.loadTable(table).currentSnapshot();
      return snapshot == null
          ? 0
          : Long.parseLong(snapshot.summary().getOrDefault("total-records", "0"));
    }
  }

  /**
   * A broker and a catalog, both empty.
   *
   * @param isBoth whether the payloads are written to a table of their own, too
   */
  ConnectPeer(Path root, boolean isBoth) throws IOException {
    this.root = root;
    sinks.add(Sink.of(TYPED, root));
    if (isBoth) {
      sinks.add(Sink.of(RAW, root));
    }
    this.broker = broker(root.resolve("peer-log"));
    Properties settings = new Properties();
    settings.put("bootstrap.servers", broker.bootstrap());
    settings.put("linger.ms", "20");
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  static EmbeddedBroker broker(Path directory) {
    return EmbeddedBroker.start(new EmbeddedBroker.Settings(directory, 0, MAX_EVENT_BYTES, false));
  }

  /** Makes the topics and the tables. */
  void prepare(List<ShopEvent> sample) throws Exception {
    topics();
    List<JsonNode> objects = new ArrayList<>();
    for (ShopEvent event : sample) {
      objects.add(JSON.readTree(event.json()));
    }
    for (Sink sink : sinks) {
      sink.make(
          sink.table.equals(TYPED)
              ? PeerSchema.of(objects)
              : new Schema(Types.NestedField.optional(1, "data", Types.BinaryType.get())));
    }
  }

  private void topics() throws ExecutionException, InterruptedException {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", broker.bootstrap());
    List<NewTopic> topics = new ArrayList<>();
    topics.add(new NewTopic("events", PARTITIONS, (short) 1));
    sinks.forEach(sink -> topics.add(new NewTopic(sink.control(), 1, (short) 1)));
    try (Admin admin = Admin.create(settings)) {
      admin.createTopics(topics).all().get();
    }
  }

  void put(byte[] event) {
    var unused = producer.send(new ProducerRecord<>("events", events++ % PARTITIONS, null, event));
  }

  /** What runs it, once all events are there: a class and its arguments. */
  List<String> program() throws IOException {
    producer.flush();
    List<String> program = new ArrayList<>();
    program.add(ConnectWorker.class.getName());
    Path worker = root.resolve("worker.properties");
    Files.writeString(worker, workerSettings());
    program.add(worker.toString());
    for (Sink sink : sinks) {
      Path file = root.resolve(sink.table.name() + ".properties");
      Files.writeString(file, sinkSettings(sink));
      program.add(file.toString());
    }
    return program;
  }

  /** Events that are in all tables. */
  long rows() {
    return sinks.stream().mapToLong(Sink::rows).min().orElse(0);
  }

  private String workerSettings() {
    return String.join(
        "\n",
        "bootstrap.servers=" + broker.bootstrap(),
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

  private String sinkSettings(Sink sink) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "name=" + sink.table.name(),
                "connector.class=org.apache.iceberg.connect.IcebergSinkConnector",
                "tasks.max=" + PARTITIONS,
                "topics=events",
                "iceberg.tables=" + sink.table,
                "iceberg.kafka.bootstrap.servers=" + broker.bootstrap(),
                "iceberg.control.topic=" + sink.control(),
                "iceberg.control.commit.interval-ms=" + COMMIT_MILLIS,
                "iceberg.catalog=datahem",
                "iceberg.catalog.catalog-impl=org.apache.iceberg.jdbc.JdbcCatalog",
                "iceberg.catalog.uri=jdbc:sqlite:"
                    + sink.warehouse.catalogFile()
                    + "?busy_timeout=30000",
                "iceberg.catalog.jdbc.schema-version=V1",
                "iceberg.catalog.warehouse=" + sink.warehouse.directory(),
                "iceberg.catalog.io-impl=org.apache.iceberg.hadoop.HadoopFileIO"));
    if (sink.table.equals(RAW)) {
      settings.add("value.converter=org.apache.kafka.connect.converters.ByteArrayConverter");
      settings.add("transforms=hoist");
      settings.add("transforms.hoist.type=org.apache.kafka.connect.transforms.HoistField$Value");
      settings.add("transforms.hoist.field=data");
    }
    return String.join("\n", settings);
  }

  @Override
  public void close() throws IOException {
    producer.close();
    broker.close();
    sinks.forEach(sink -> sink.catalog.close());
  }
}
