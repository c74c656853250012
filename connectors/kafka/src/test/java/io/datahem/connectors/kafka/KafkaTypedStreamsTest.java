package io.datahem.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datahem.pipeline.TypedStreams;
import io.datahem.pipeline.TypedStreams.TypedEvent;
import io.datahem.pipeline.Warehouse.WrittenFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts reach their streams' topics once, whoever publishes them how often. */
class KafkaTypedStreamsTest {
  private final TestBroker broker = TestBroker.shared();
  private final EventTopic source = broker.topic(2);
  private final String stream = "s-" + UUID.randomUUID();

  @TempDir Path temp;

  @Test
  void publishesAPartOnceWhoeverTriesAgain() throws Exception {
    List<WrittenFile> first;
    List<WrittenFile> second;
    List<WrittenFile> other;
    try (TypedStreams.Session session = streams().open()) {
      first = part(session, 0, 0, 3, "k");
      second = part(session, 0, 3, 5, null);
      other = part(session, 1, 0, 2, "k");
      byte[] kept = Files.readAllBytes(Path.of(first.get(0).path()));
      session.publish(Map.of("0:0-3", first));
      // The process died before it could say so: the file may still be there.
      Files.write(Path.of(first.get(0).path()), kept);
      session.publish(Map.of("0:0-3", first));
    }
    try (TypedStreams.Session newer = streams().open();
        TypedStreams.Session newest = streams().open()) {
      newer.publish(Map.of("0:0-3", first));
      newest.publish(Map.of("1:0-2", other));
      newest.publish(Map.of("0:3-5", second));
      // Another has taken the partition: the first try finds out, the next one knows the mark.
      assertThatThrownBy(() -> newer.publish(Map.of("0:3-5", second)))
          .isInstanceOf(RuntimeException.class);
      newer.publish(Map.of("0:3-5", second));
    }
    assertThat(published())
        .containsExactlyInAnyOrder("0:0 k", "0:1 k", "0:2 k", "0:3 -", "0:4 -", "1:0 k", "1:1 k");
    assertThat(files()).isZero();
  }

  @Test
  void removesFilesThatNothingNames() throws Exception {
    try (TypedStreams.Session session = streams().open()) {
      TypedStreams.Spool aborted = session.create();
      aborted.append(event(0, 0, "k"));
      aborted.abort();
      session.discard(part(session, 0, 0, 1, "k"));
      assertThat(files()).isZero();
      String kept = part(session, 0, 0, 1, "k").get(0).path();
      part(session, 0, 0, 1, "k");
      assertThat(session.removeOrphans(Set.of(kept), Duration.ofHours(1))).isZero();
      assertThat(session.removeOrphans(Set.of(kept), Duration.ofSeconds(-5))).isOne();
      assertThat(files()).isOne();
    }
  }

  private KafkaTypedStreams streams() {
    return new KafkaTypedStreams(
        source, temp.toString(), 3, Duration.ofDays(1), TestBroker.MAX_EVENT_BYTES);
  }

  private List<WrittenFile> part(
      TypedStreams.Session session, int partition, int from, int end, @Nullable String key) {
    TypedStreams.Spool spool = session.create();
    for (int offset = from; offset < end; offset++) {
      spool.append(event(partition, offset, key));
    }
    return spool.close();
  }

  private TypedEvent event(int partition, int offset, @Nullable String key) {
    return new TypedEvent(
        stream, 1, partition, offset, key, new byte[] {0, 1}, Map.of("source", stream));
  }

  private long files() throws Exception {
    try (Stream<Path> files = Files.list(temp)) {
      return files.count();
    }
  }

  private List<String> published() {
    List<String> read = new ArrayList<>();
    Map<String, Object> config =
        Map.of("bootstrap.servers", source.bootstrap(), "isolation.level", "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(KafkaTypedStreams.PREFIX + stream).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      assertThat(partitions).hasSize(3);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      boolean more = true;
      while (more) {
        int before = read.size();
        consumer.poll(Duration.ofSeconds(2)).forEach(record -> read.add(text(record)));
        more = read.size() > before;
      }
    }
    return read;
  }

  private static String text(ConsumerRecord<byte[], byte[]> record) {
    return header(record, PartitionPublisher.PARTITION)
        + ":"
        + header(record, PartitionPublisher.OFFSET)
        + " "
        + (record.key() == null ? "-" : new String(record.key(), StandardCharsets.UTF_8));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
