package io.datahem.connectors.kafka;

import io.datahem.pipeline.TypedStreams.TypedEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what came from one log partition. Its producer is the only one for it: a newer one
 * makes an older one's transactions fail. The mark is read once, when no transaction of an older
 * producer can be open any more. Not thread-safe.
 */
final class PartitionPublisher implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration CLOSE = Duration.ofSeconds(5);
  private static final Duration TRANSACTION = Duration.ofMinutes(5);

  /** Headers that say where in the log an event stands, and which contract version it is of. */
  static final String PARTITION = "datahem.partition";

  static final String OFFSET = "datahem.offset";
  static final String CONTRACT = "datahem.contract";

  private final StreamTopics topics;
  private final TopicPartition source;
  private final KafkaProducer<byte[], byte[]> producer;
  private long mark;

  PartitionPublisher(KafkaTypedStreams streams, StreamTopics topics, int partition) {
    this.topics = topics;
    this.source = new TopicPartition(streams.source().name(), partition);
    Properties config = new Properties();
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, streams.source().bootstrap());
    config.put(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
        KafkaTypedStreams.GROUP + "." + streams.source().name() + "." + partition);
    config.put(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Integer.toString((int) TRANSACTION.toMillis()));
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    // As for the log: a partition that was just made must not take a second request first.
    config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.LINGER_MS_CONFIG, "5");
    config.put(
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(2 * streams.maxEventBytes()));
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.toString(ANSWER.toMillis()));
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
      mark = readMark(streams.source().bootstrap());
    } catch (RuntimeException e) {
      producer.close(CLOSE);
      throw e;
    }
  }

  /** Publishes a file's events and moves the mark, in one transaction; nothing when it was done. */
  void publish(Path file, SpoolRange range) {
    if (mark >= range.end()) {
      return;
    }
    // Topics are made before: a transaction is no time to wait for them.
    TypedSpool.read(file, event -> topics.ensure(event.stream()));
    producer.beginTransaction();
    TypedSpool.read(file, this::send);
    producer.sendOffsetsToTransaction(
        Map.of(source, new OffsetAndMetadata(range.end())),
        new ConsumerGroupMetadata(KafkaTypedStreams.GROUP));
    producer.commitTransaction();
    mark = range.end();
  }

  /** What cannot be sent fails the commit. */
  private void send(TypedEvent event) {
    byte[] key = event.key() == null ? null : bytes(event.key());
    String topic = topics.ensure(event.stream());
    // Without a key the events of a log partition stay together, and so in order.
    @Nullable Integer to =
        key == null ? event.partition() % producer.partitionsFor(topic).size() : null;
    ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(topic, to, key, event.value());
    Headers headers = message.headers();
    event.attributes().forEach((name, value) -> headers.add(name, bytes(value)));
    headers.add(PARTITION, bytes(Integer.toString(event.partition())));
    headers.add(OFFSET, bytes(Long.toString(event.offset())));
    headers.add(CONTRACT, bytes(Long.toString(event.version())));
    var unused = producer.send(message);
  }

  private long readMark(String bootstrap) {
    Properties config = new Properties();
    config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    try (Admin admin = Admin.create(config)) {
      // Stable: an older producer's transaction that is being ended is waited for.
      OffsetAndMetadata committed =
          admin
              .listConsumerGroupOffsets(
                  KafkaTypedStreams.GROUP,
                  new ListConsumerGroupOffsetsOptions().requireStable(true))
              .partitionsToOffsetAndMetadata()
              .get(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
              .get(source);
      return committed == null ? 0 : committed.offset();
    } catch (ExecutionException | TimeoutException e) {
      throw unreachable(bootstrap, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(bootstrap, e);
    }
  }

  private IllegalStateException unreachable(String bootstrap, Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return new IllegalStateException(
        "Cannot ask Kafka at " + bootstrap + " what of " + source + " is published: " + cause, e);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close(CLOSE);
  }
}
