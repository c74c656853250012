package io.datahem.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.app.demo.ShopEvents.ShopEvent;
import io.datahem.connectors.kafka.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.hadoop.HadoopCatalog;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * What Kafka Connect with Iceberg's sink needs beside a log of events: tables made beforehand, and
 * its settings.
 */
final class ConnectPeer implements AutoCloseable {
  static final int MAX_EVENT_BYTES = 2 << 20;

  private static final int TASKS = 2;
  private static final int COMMIT_MILLIS = 5_000;
  private static final Namespace NAMESPACE = Namespace.of("bench");
  private static final TableIdentifier TYPED = TableIdentifier.of(NAMESPACE, "events");
  private static final TableIdentifier RAW = TableIdentifier.of(NAMESPACE, "raw");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path root;
  private final List<Sink> sinks = new ArrayList<>();
  private final String bootstrap;
  private final String topic;
  private final Kept kept;

  /** What Connect keeps of each event. */
  enum Kept {
    /**
     * The members of its payload, by the settings that Connect and Iceberg have by themselves, but
     * for how often they commit.
     */
    DEFAULTS,
    /** The members of its payload, by settings that take less: see {@link #tuned}. */
    PAYLOAD,
    /** What DataHem's row has: its id, its attributes and its place in the log, too. */
    ROW,
    /** The same, and in a second table the payload's bytes with all this, as DataHem has it. */
    BOTH
  }

  /**
   * A connector's table, in a catalog of files alone: with one on SQLite, Connect was seen to
   * commit from an old state of the table again and again, which is refused each time.
   */
  private record Sink(String name, TableIdentifier table, Path warehouse, HadoopCatalog catalog) {

    /** Others on the same log, by other names, leave it alone. */
    static Sink of(TableIdentifier table, Kept kept, Path root) throws IOException {
      Path warehouse = Files.createDirectories(root.resolve("peer-" + table.name()));
      HadoopCatalog catalog = new HadoopCatalog(new Configuration(), warehouse.toString());
      return new Sink(table.name() + '-' + kept, table, warehouse, catalog);
    }

    void make(Schema schema, Map<String, String> properties) {
      catalog.createNamespace(NAMESPACE, Map.of());
      catalog.createTable(table, schema, PartitionSpec.unpartitioned(), properties);
    }

    String control() {
      return "control-" + name;
    }

    long rows() {
      Snapshot snapshot = catalog.loadTable(table).currentSnapshot();
      return snapshot == null
          ? 0
          : Long.parseLong(snapshot.summary().getOrDefault("total-records", "0"));
    }
  }

  /**
   * An empty catalog.
   *
   * @param bootstrap of the broker that has the events
   * @param topic the events
   */
  ConnectPeer(Path root, String bootstrap, String topic, Kept kept) throws IOException {
    this.root = root;
    this.bootstrap = bootstrap;
    this.topic = topic;
    this.kept = kept;
    sinks.add(Sink.of(TYPED, kept, root));
    if (kept == Kept.BOTH) {
      sinks.add(Sink.of(RAW, kept, root));
    }
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
    // As DataHem's tables have it: Iceberg's default is a higher one, which takes longer.
    Map<String, String> properties =
        tuned() ? Map.of(TableProperties.PARQUET_COMPRESSION_LEVEL, "1") : Map.of();
    for (Sink sink : sinks) {
      sink.make(sink.table.equals(TYPED) ? rowSchema(objects) : rawSchema(), properties);
    }
  }

  private Schema rowSchema(List<JsonNode> objects) {
    Schema payload = PeerSchema.of(objects);
    if (!logged()) {
      return payload;
    }
    List<NestedField> columns = new ArrayList<>(payload.columns());
    columns.addAll(LoggedColumns.columns(payload.highestFieldId() + 1));
    return new Schema(columns);
  }

  private static Schema rawSchema() {
    List<NestedField> columns = new ArrayList<>();
    columns.add(NestedField.optional(1, LoggedColumns.DATA, Types.BinaryType.get()));
    columns.addAll(LoggedColumns.columns(2));
    return new Schema(columns);
  }

  private void topics() throws ExecutionException, InterruptedException {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", bootstrap);
    List<NewTopic> topics = new ArrayList<>();
    sinks.forEach(sink -> topics.add(new NewTopic(sink.control(), 1, (short) 1)));
    try (Admin admin = Admin.create(settings)) {
      admin.createTopics(topics).all().get();
    }
  }

  /** What runs it, once all events are there: a class and its arguments. */
  List<String> program() throws IOException {
    List<String> program = new ArrayList<>();
    program.add(ConnectWorker.class.getName());
    Path worker = root.resolve("worker.properties");
    Files.writeString(worker, workerSettings());
    program.add(worker.toString());
    for (Sink sink : sinks) {
      Path file = root.resolve(sink.name + ".properties");
      Files.writeString(file, sinkSettings(sink));
      program.add(file.toString());
    }
    return program;
  }

  /** Events that are in all tables. */
  long rows() {
    return sinks.stream().mapToLong(Sink::rows).min().orElse(0);
  }

  /** Whether Connect has settings that spare it work which nobody asked it for. */
  private boolean tuned() {
    return kept != Kept.DEFAULTS;
  }

  /** Whether what the log has beside a payload is kept, too. */
  private boolean logged() {
    return kept == Kept.ROW || kept == Kept.BOTH;
  }

  private String workerSettings() {
    List<String> settings = new ArrayList<>();
    if (tuned()) {
      // The default guesses a type for each header.
      settings.add("header.converter=org.apache.kafka.connect.storage.StringConverter");
      settings.add("consumer.max.poll.records=2000");
    }
    settings.addAll(
        List.of(
            "bootstrap.servers=" + bootstrap,
            "key.converter=org.apache.kafka.connect.converters.ByteArrayConverter",
            "value.converter=org.apache.kafka.connect.json.JsonConverter",
            "value.converter.schemas.enable=false",
            "offset.storage.file.filename=" + root.resolve("offsets"),
            "offset.flush.interval.ms=10000",
            "listeners=http://127.0.0.1:0",
            "plugin.discovery=service_load",
            "consumer.auto.offset.reset=earliest"));
    return String.join("\n", settings);
  }

  private String sinkSettings(Sink sink) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "name=" + sink.name,
                "connector.class=org.apache.iceberg.connect.IcebergSinkConnector",
                "tasks.max=" + TASKS,
                "topics=" + topic,
                "iceberg.tables=" + sink.table,
                "iceberg.kafka.bootstrap.servers=" + bootstrap,
                "iceberg.control.topic=" + sink.control(),
                "iceberg.control.commit.interval-ms=" + COMMIT_MILLIS,
                "iceberg.catalog=datahem",
                "iceberg.catalog.type=hadoop",
                "iceberg.catalog.warehouse=" + sink.warehouse));
    if (sink.table.equals(RAW)) {
      settings.add("value.converter=org.apache.kafka.connect.converters.ByteArrayConverter");
    }
    if (logged()) {
      settings.add("transforms=logged");
      settings.add("transforms.logged.type=" + LoggedColumns.class.getName());
    }
    return String.join("\n", settings);
  }

  @Override
  public void close() throws IOException {
    for (Sink sink : sinks) {
      sink.catalog.close();
    }
  }
}
