package io.datahem.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.collector.SpooledEventLog;
import io.datahem.events.Attributes;
import io.datahem.events.Event;
import io.datahem.events.LogPosition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real broker stops and starts under a collector's spool. */
@Timeout(180)
final class SpoolOverKafkaTest {
  private static final int PARTITIONS = 2;
  private static final int KEYS = 5;
  private static final int EVENTS = 400;

  @TempDir Path directory;
  private final TestBroker broker = TestBroker.shared();
  private final EventTopic topic = broker.topic(PARTITIONS);

  private KafkaEventLog kafka() {
    return new KafkaEventLog(topic, 64 << 20, 2 << 20, Duration.ofSeconds(2));
  }

  private static Event event(int number) {
    return new Event(
        Integer.toString(number).getBytes(StandardCharsets.UTF_8),
        Map.of(
            Attributes.UUID,
            "id-" + number,
            Attributes.SOURCE,
            "trucks",
            Attributes.KEY,
            "k" + number % KEYS,
            Attributes.ID_ORIGIN,
            Attributes.ID_ORIGIN_CALLER));
  }

  @Test
  void whatIsAcknowledgedWhileTheBrokerIsAwayFollowsInOrder() throws Exception {
    try (KafkaEventLog kafka = kafka();
        SpooledEventLog log = SpooledEventLog.open(kafka, directory, 64 << 20)) {
      publish(log, 0, 100, false);
      broker.stop();
      publish(log, 100, 250, true);
      broker.restart();
      publish(log, 250, EVENTS, false);
      awaitEmpty(log);
    }
    Map<String, List<Integer>> byKey = read();
    for (int key = 0; key < KEYS; key++) {
      int own = key;
      assertThat(byKey.get("k" + key))
          .isEqualTo(IntStream.range(0, EVENTS).filter(n -> n % KEYS == own).boxed().toList());
    }
  }

  private static void publish(SpooledEventLog log, int from, int end, boolean away)
      throws Exception {
    // The first finds out that nobody answers.
    LogPosition first = log.publish(event(from)).get(60, TimeUnit.SECONDS);
    if (away || from == 0) {
      // Right after a restart it is either: the spool may still be draining.
      assertThat(first.equals(LogPosition.SPOOLED)).isEqualTo(away);
    }
    List<CompletableFuture<LogPosition>> published = new ArrayList<>();
    for (int number = from + 1; number < end; number++) {
      published.add(log.publish(event(number)));
    }
    for (CompletableFuture<LogPosition> one : published) {
      one.get(60, TimeUnit.SECONDS);
    }
  }

  private static void awaitEmpty(SpooledEventLog log) throws InterruptedException {
    for (int tries = 0; tries < 6_000 && log.spooledBytes() > 0; tries++) {
      Thread.sleep(10);
    }
    assertThat(log.spooledBytes()).isZero();
  }

  /** The numbers of each key in the log's order, without repeats. */
  private Map<String, List<Integer>> read() {
    Map<String, LinkedHashSet<Integer>> byKey = new HashMap<>();
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
          String key =
              new String(
                  record.headers().lastHeader(Attributes.KEY).value(), StandardCharsets.UTF_8);
          byKey
              .computeIfAbsent(key, none -> new LinkedHashSet<>())
              .add(Integer.valueOf(new String(record.value(), StandardCharsets.UTF_8)));
        }
      }
    }
    Map<String, List<Integer>> ordered = new HashMap<>();
    byKey.forEach((key, numbers) -> ordered.put(key, List.copyOf(numbers)));
    return ordered;
  }
}
