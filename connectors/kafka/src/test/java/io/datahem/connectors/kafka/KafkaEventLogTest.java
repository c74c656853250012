package io.datahem.connectors.kafka;

import io.datahem.events.Attributes;
import io.datahem.events.Event;
import io.datahem.events.EventLog;
import io.datahem.events.LogPosition;
import io.datahem.testkit.EventLogContractTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** Against a real broker; where the log is cut off, the broker is stopped. */
final class KafkaEventLogTest extends EventLogContractTest {
  private static final int PARTITIONS = 4;

  private final TestBroker broker = TestBroker.shared();
  private final EventTopic topic = broker.topic(PARTITIONS);

  @Override
  protected EventLog open(long maxInFlightBytes, int maxEventBytes, Duration patience) {
    return new KafkaEventLog(topic, maxInFlightBytes, maxEventBytes, patience);
  }

  @Override
  protected void cut() {
    broker.stop();
  }

  @Override
  protected void mend() {
    broker.restart();
  }

  @Override
  protected Map<LogPosition, Event> read() {
    Map<LogPosition, Event> events = new HashMap<>();
    Map<String, Object> config =
        Map.of("bootstrap.servers", topic.bootstrap(), "auto.offset.reset", "earliest");
    List<TopicPartition> partitions =
        IntStream.range(0, PARTITIONS).mapToObj(p -> new TopicPartition(topic.name(), p)).toList();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          Map<String, String> attributes = new HashMap<>();
          record
              .headers()
              .forEach(
                  header ->
                      attributes.put(
                          header.key(),
                          new String(header.value(), java.nio.charset.StandardCharsets.UTF_8)));
          events.put(
              new LogPosition(record.partition(), record.offset()),
              new Event(record.value(), attributes));
        }
      }
    }
    return events;
  }

  @Test
  void theFirstEventsOfANewTopicAreAcknowledged() throws Exception {
    for (int round = 0; round < 10; round++) {
      try (KafkaEventLog log =
          new KafkaEventLog(broker.topic(3), 64 << 20, 1 << 20, Duration.ofSeconds(10))) {
        List<CompletableFuture<LogPosition>> published = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
          published.add(log.publish(new Event(new byte[100], Map.of(Attributes.UUID, "id-" + i))));
        }
        for (CompletableFuture<LogPosition> one : published) {
          one.get(30, TimeUnit.SECONDS);
        }
      }
    }
  }
}
