package io.datahem.benchmarks;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.util.JsonFormat;
import io.datahem.app.demo.ShopEvents.ShopEvent;
import io.datahem.app.ledger.Ledger;
import io.datahem.app.platform.DataDirectory;
import io.datahem.app.platform.Platform;
import io.datahem.app.settings.Settings;
import io.datahem.app.settings.SettingsReader;
import io.datahem.connectors.kafka.EmbeddedBroker;
import io.datahem.connectors.kafka.EventTopic;
import io.datahem.connectors.kafka.KafkaEventLog;
import io.datahem.events.Attributes;
import io.datahem.events.Event;
import io.datahem.registry.client.RegistryClient;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * End to end: events per second from a preloaded log to committed rows, beside a plain consumer
 * that parses the same events with JsonFormat and does nothing else; then freshness at 1,000 events
 * a second.
 */
public final class EndToEnd {
  private static final int MAX_EVENT_BYTES = 2 << 20;
  private static final int FRESHNESS_RATE = 1_000;
  private static final int WARM_UP_SECONDS = 15;
  private static final int FRESHNESS_SECONDS = 30;

  private final Path data;
  private final ExampleContracts contracts;

  private EndToEnd(Path data, ExampleContracts contracts) {
    this.data = data;
    this.contracts = contracts;
  }

  /** Runs every shape, or the one named; the first argument is the repository's root. */
  public static void main(String[] arguments) throws Exception {
    ExampleContracts contracts = ExampleContracts.of(arguments);
    List<Shape> shapes =
        arguments.length < 2 ? List.of(Shape.values()) : List.of(Shape.valueOf(arguments[1]));
    for (Shape shape : shapes) {
      new EndToEnd(Files.createTempDirectory("datahem-bench"), contracts).run(shape);
    }
    System.exit(0);
  }

  private void run(Shape shape) throws Exception {
    try (Platform platform = start()) {
      var answer =
          new RegistryClient(platform.endpoints().registry()).push(contracts.files(), false);
      if (!answer.ok()) {
        throw new IllegalStateException(answer.body().toString());
      }
    }
    List<ShopEvent> sample = shape.sample();
    long bytes = preload(shape, sample);
    double peer = consume(shape);
    Drained own = drain(shape);
    System.out.printf(
        "%s: %,d events of %.0f bytes; DataHem %,.0f/s with its start, %,.0f/s warm (%.1f MB/s, %,.0f per CPU-second);"
            + " consumer with JsonFormat %,.0f/s; ratio %.2f%n",
        shape,
        shape.count(),
        bytes / (double) shape.count(),
        own.whole(),
        own.warm(),
        own.warm() * bytes / shape.count() / 1e6,
        own.perCpuSecond(),
        peer,
        own.warm() / peer);
    freshness(shape, sample);
  }

  private Platform start() throws InterruptedException {
    Settings settings =
        SettingsReader.read(
            Optional.empty(),
            Map.of(
                "data",
                data.toString(),
                "collector.port",
                "0",
                "registry.port",
                "0",
                "log.port",
                "0"));
    Platform platform = Platform.start(settings);
    platform.awaitReady(Duration.ofSeconds(60));
    return platform;
  }

  private EmbeddedBroker broker() {
    return EmbeddedBroker.start(
        new EmbeddedBroker.Settings(data.resolve("log"), 0, MAX_EVENT_BYTES, false));
  }

  private long preload(Shape shape, List<ShopEvent> sample) throws InterruptedException {
    long bytes = 0;
    try (EmbeddedBroker broker = broker();
        KafkaEventLog log = log(broker.bootstrap())) {
      Semaphore room = new Semaphore(20_000);
      for (int i = 0; i < shape.count(); i++) {
        Event event = event(shape, sample.get(i % sample.size()));
        bytes += event.data().length;
        publish(log, event, room);
      }
      room.acquire(20_000);
    }
    return bytes;
  }

  private static KafkaEventLog log(String bootstrap) {
    return new KafkaEventLog(
        new EventTopic(bootstrap, EventTopic.DEFAULT_NAME), 256L << 20, MAX_EVENT_BYTES);
  }

  private static Event event(Shape shape, ShopEvent event) {
    return new Event(
        event.json().getBytes(StandardCharsets.UTF_8),
        Map.of(
            Attributes.UUID, UUID.randomUUID().toString(),
            Attributes.SOURCE, shape.stream(),
            Attributes.TIMESTAMP, Instant.now().toString()));
  }

  private static void publish(KafkaEventLog log, Event event, Semaphore room)
      throws InterruptedException {
    room.acquire();
    var unused =
        log.publish(event)
            .whenComplete(
                (position, failure) -> {
                  room.release();
                  if (failure != null) {
                    throw new IllegalStateException(failure);
                  }
                });
  }

  /** The peer: the plainest loop that turns the same events into messages. */
  private double consume(Shape shape) throws IOException {
    Descriptor descriptor = contracts.of(shape).descriptor();
    Properties config = new Properties();
    try (EmbeddedBroker broker = broker()) {
      config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrap());
      config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "2000");
      try (KafkaConsumer<byte[], byte[]> consumer =
          new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
        List<TopicPartition> partitions = new ArrayList<>();
        IntStream.range(0, 2)
            .forEach(p -> partitions.add(new TopicPartition(EventTopic.DEFAULT_NAME, p)));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        JsonFormat.Parser parser = JsonFormat.parser();
        long begun = System.nanoTime();
        long fields = 0;
        int seen = 0;
        while (seen < shape.count()) {
          for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
            DynamicMessage.Builder message = DynamicMessage.newBuilder(descriptor);
            parser.merge(new String(record.value(), StandardCharsets.UTF_8), message);
            fields += message.build().getSerializedSize();
            seen++;
          }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf("  (peer made %,d bytes of messages)%n", fields);
        return shape.count() / seconds;
      }
    }
  }

  /**
   * How fast the preloaded log becomes committed rows.
   *
   * @param whole events per second from the job's start to the last position's being in its tables
   * @param warm the same of the second half, when the code is compiled
   * @param perCpuSecond events per second of one core, of the second half
   */
  private record Drained(double whole, double warm, double perCpuSecond) {}

  private Drained drain(Shape shape) throws InterruptedException {
    try (Platform platform = start()) {
      long begun = System.nanoTime();
      long before = settled();
      long half = awaitSettled(shape.count() / 2);
      long halfTime = System.nanoTime();
      long halfCpu = cpuNanos();
      awaitSettled(shape.count());
      long done = System.nanoTime();
      double warmEvents = shape.count() - half;
      System.out.printf("  (%,d commits)%n", platform.status().commits());
      return new Drained(
          (shape.count() - before) / ((done - begun) / 1e9),
          warmEvents / ((done - halfTime) / 1e9),
          warmEvents / ((cpuNanos() - halfCpu) / 1e9));
    }
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private long awaitSettled(long wanted) throws InterruptedException {
    long settled = settled();
    while (settled < wanted) {
      Thread.sleep(100);
      settled = settled();
    }
    return settled;
  }

  private long settled() {
    return new Ledger(DataDirectory.warehouse(data))
        .totals().settledEnds().values().stream().mapToLong(Long::longValue).sum();
  }

  private void freshness(Shape shape, List<ShopEvent> sample) throws InterruptedException {
    try (Platform platform = start();
        KafkaEventLog log = log(platform.endpoints().kafka())) {
      pace(shape, sample, log, WARM_UP_SECONDS);
      platform.status().resetFreshness();
      pace(shape, sample, log, FRESHNESS_SECONDS);
      Histogram freshness = platform.status().freshness();
      System.out.printf(
          "%s: freshness at %,d events/s for %d s: p50 %d ms, p99 %d ms%n",
          shape,
          FRESHNESS_RATE,
          FRESHNESS_SECONDS,
          freshness.getValueAtPercentile(50),
          freshness.getValueAtPercentile(99));
    }
  }

  private static void pace(Shape shape, List<ShopEvent> sample, KafkaEventLog log, int seconds)
      throws InterruptedException {
    Semaphore room = new Semaphore(20_000);
    long begun = System.nanoTime();
    for (int i = 0; i < seconds * FRESHNESS_RATE; i++) {
      long due = begun + i * (1_000_000_000L / FRESHNESS_RATE);
      long early = due - System.nanoTime();
      if (early > 1_000_000) {
        Thread.sleep(early / 1_000_000);
      }
      publish(log, event(shape, sample.get(i % sample.size())), room);
    }
  }
}
