package io.datahem.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datahem.events.Attributes;
import io.datahem.events.Event;
import io.datahem.events.EventBatch;
import io.datahem.events.LogPosition;
import io.datahem.events.LoggedEvent;
import io.datahem.pipeline.EventSource;
import io.datahem.pipeline.FencedException;
import io.datahem.pipeline.ManifestStore;
import io.datahem.pipeline.ManifestStore.Verdict;
import io.datahem.pipeline.Part;
import io.datahem.testkit.InMemoryManifestStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reads a real broker, without an engine. */
@Timeout(120)
final class BatchReaderTest {
  private static final Duration ENOUGH = Duration.ofSeconds(30);
  private static final PipelineOptions OPTIONS = PipelineOptionsFactory.create();

  private final TestBroker broker = TestBroker.shared();
  private final InMemoryManifestStore manifests =
      new InMemoryManifestStore(UUID.randomUUID().toString());

  private static void publish(EventTopic topic, int from, int end, int bytes) throws Exception {
    publish(topic, from, end, number -> new byte[bytes]);
  }

  private static void publish(EventTopic topic, int from, int end, IntFunction<byte[]> events)
      throws Exception {
    try (KafkaEventLog log = new KafkaEventLog(topic, 256 << 20, TestBroker.MAX_EVENT_BYTES)) {
      List<CompletableFuture<LogPosition>> published = new ArrayList<>();
      for (int i = from; i < end; i++) {
        byte[] data = events.apply(i);
        byte[] number = Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(number, 0, data, 0, number.length);
        published.add(
            log.publish(new Event(data, Map.of(Attributes.UUID, "id-" + i, "n", "" + i))));
      }
      for (CompletableFuture<LogPosition> one : published) {
        one.get(60, TimeUnit.SECONDS);
      }
    }
  }

  private BatchSource source(EventTopic topic, String owner) {
    return new BatchSource(topic, owner, manifests, List.of());
  }

  private static BatchReader reader(BatchSource source) throws IOException {
    return (BatchReader) source.createReader(OPTIONS, null);
  }

  /** Reads until so many events are there. */
  private static List<EventBatch> read(BatchReader reader, boolean start, int events)
      throws Exception {
    List<EventBatch> batches = new ArrayList<>();
    long deadline = System.nanoTime() + ENOUGH.toNanos();
    boolean there = start ? reader.start() : reader.advance();
    int count = 0;
    while (count < events) {
      if (there) {
        batches.add(reader.getCurrent());
        count += reader.getCurrent().events().size();
      } else {
        assertThat(System.nanoTime()).as("deadline, %s events read", count).isLessThan(deadline);
        Thread.sleep(5);
      }
      there = count < events && reader.advance();
    }
    return batches;
  }

  private Verdict accept(String owner, EventBatch batch) {
    try (ManifestStore.Session session = manifests.open()) {
      return session
          .accept(
              new Part(
                  owner,
                  batch.partition(),
                  batch.claim(),
                  batch.from(),
                  batch.end(),
                  0,
                  List.of(),
                  List.of()))
          .verdict();
    }
  }

  private void acceptUpTo(String owner, int partition, long end) {
    try (ManifestStore.Session session = manifests.open()) {
      var claim = session.claim(owner, partition);
      assertThat(
              accept(
                  owner,
                  new EventBatch(partition, claim.claim(), claim.acceptedEnd(), end, List.of(), 0)))
          .isEqualTo(Verdict.ACCEPTED);
    }
  }

  private static void deleteUpTo(EventTopic topic, int partition, long end) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", topic.bootstrap()))) {
      admin
          .deleteRecords(
              Map.of(
                  new TopicPartition(topic.name(), partition), RecordsToDelete.beforeOffset(end)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  private static List<Long> offsets(List<EventBatch> batches) {
    return batches.stream()
        .flatMap(batch -> batch.events().stream())
        .map(LoggedEvent::offset)
        .toList();
  }

  @Test
  void batchesCoverEachPartitionWithoutHolesAndEventsComeAsSent() throws Exception {
    EventTopic topic = broker.topic(3);
    publish(topic, 0, 5_000, 100);
    Map<Integer, Long> ends = new HashMap<>();
    Map<String, Event> events = new HashMap<>();
    try (BatchReader reader = reader(source(topic, "a"))) {
      for (EventBatch batch : read(reader, true, 5_000)) {
        assertThat(batch.from()).isEqualTo(ends.getOrDefault(batch.partition(), 0L));
        assertThat(batch.events()).hasSizeLessThanOrEqualTo(100);
        assertThat(batch.events())
            .extracting(LoggedEvent::offset)
            .containsExactlyElementsOf(
                LongStream.range(batch.from(), batch.end()).boxed().toList());
        assertThat(batch.end() + batch.waiting()).isEqualTo(topic.ends().get(batch.partition()));
        ends.put(batch.partition(), batch.end());
        assertThat(accept("a", batch))
            .as("of %s events, none is a heartbeat", batch.events().size())
            .isEqualTo(batch.events().isEmpty() ? Verdict.COVERED : Verdict.ACCEPTED);
        batch.events().forEach(one -> events.put(one.event().attribute("n"), one.event()));
      }
    }
    assertThat(ends).isEqualTo(topic.ends());
    assertThat(events).hasSize(5_000);
    events.forEach(
        (number, event) -> {
          assertThat(event.attributes())
              .isEqualTo(Map.of(Attributes.UUID, "id-" + number, "n", number));
          assertThat(event.data()).hasSize(100);
          assertThat(new String(event.data(), StandardCharsets.US_ASCII)).startsWith(number);
        });
  }

  /** What is said to have caught up ends its part, which would be a small file of many to come. */
  @Test
  void aPartitionThatWaitsWhileAnotherIsReadSaysHowFarBehindItIs() throws Exception {
    EventTopic topic = broker.topic(2);
    Random random = new Random(5);
    publish(
        topic,
        0,
        24_000,
        number -> {
          byte[] incompressible = new byte[1_000];
          random.nextBytes(incompressible);
          return incompressible;
        });
    int count = 0;
    int empty = 0;
    try (BatchReader reader = reader(source(topic, "a"))) {
      boolean there = reader.start();
      for (int turn = 0; count < 24_000; turn++) {
        assertThat(turn).as("%s events read", count).isLessThan(1_000);
        if (there) {
          EventBatch batch = reader.getCurrent();
          count += batch.events().size();
          empty += batch.events().isEmpty() ? 1 : 0;
          assertThat(batch.end() + batch.waiting()).isEqualTo(topic.ends().get(batch.partition()));
        }
        Thread.sleep(EventSource.HEARTBEAT.toMillis());
        there = reader.advance();
      }
    }
    assertThat(empty).isPositive();
  }

  @Test
  void aReaderStartsAtTheAcceptedEndWhateverTheEngineRestores() throws Exception {
    EventTopic topic = broker.topic(1);
    publish(topic, 0, 100, 10);
    acceptUpTo("a", 0, 37);
    BatchSource source = source(topic, "a");
    BatchSource.Mark mark;
    try (BatchReader reader = reader(source)) {
      List<EventBatch> batches = read(reader, true, 63);
      assertThat(batches.get(0).from()).isEqualTo(37);
      assertThat(offsets(batches)).startsWith(37L).endsWith(99L).hasSize(63);
      mark = (BatchSource.Mark) reader.getCheckpointMark();
      mark.finalizeCheckpoint();
    }
    // Nothing was accepted since: the next reader brings the same again, with a newer claim.
    try (BatchReader reader =
        (BatchReader)
            SerializableUtils.clone(source).createReader(OPTIONS, SerializableUtils.clone(mark))) {
      assertThat(offsets(read(reader, true, 63))).startsWith(37L).endsWith(99L).hasSize(63);
    }
  }

  @Test
  void aReaderThatWasReplacedIsRefusedByItsClaim() throws Exception {
    EventTopic topic = broker.topic(1);
    publish(topic, 0, 10, 10);
    try (BatchReader old = reader(source(topic, "a"));
        BatchReader now = reader(source(topic, "a"))) {
      EventBatch late = read(old, true, 10).get(0);
      EventBatch good = read(now, true, 10).get(0);
      assertThat(accept("a", late)).isEqualTo(Verdict.STALE);
      assertThat(accept("a", good)).isEqualTo(Verdict.ACCEPTED);
    }
  }

  @Test
  void anOlderJobMayNotStartBesideANewerOne() throws Exception {
    EventTopic topic = broker.topic(1);
    try (BatchReader older = reader(source(topic, "a"));
        BatchReader newer = reader(source(topic, "b"));
        BatchReader again = reader(source(topic, "a"))) {
      older.start();
      newer.start();
      assertThatThrownBy(again::start).isInstanceOf(FencedException.class);
    }
  }

  @Test
  void aLogThatRetentionCutFirstIsReadFromWhereItStarts() throws Exception {
    EventTopic topic = broker.topic(1);
    publish(topic, 0, 50, 10);
    deleteUpTo(topic, 0, 20);
    try (BatchReader reader = reader(source(topic, "a"))) {
      List<EventBatch> batches = read(reader, true, 30);
      assertThat(batches.get(0).from()).as("what is gone is covered").isZero();
      assertThat(offsets(batches)).startsWith(20L).hasSize(30);
      assertThat(accept("a", batches.get(0))).isEqualTo(Verdict.ACCEPTED);
    }
  }

  @Test
  void eventsThatRetentionTookBeforeTheyWereReadAreToldOf() throws Exception {
    EventTopic topic = broker.topic(1);
    publish(topic, 0, 50, 10);
    acceptUpTo("a", 0, 10);
    deleteUpTo(topic, 0, 20);
    try (BatchReader reader = reader(source(topic, "a"))) {
      assertThatThrownBy(reader::start)
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll(
              "LOG_TRUNCATED", topic.name() + "-0 from 10", "before 20", "10 events");
    }
    deleteUpTo(topic, 0, 50);
    acceptUpTo("a", 0, 50);
    try (BatchReader reader = reader(source(topic, "a"))) {
      assertThat(reader.start()).as("all that is gone was read").isFalse();
    }
  }

  @Test
  void retentionThatOvertakesARunningReaderIsToldOf() throws Exception {
    EventTopic topic = broker.topic(1);
    publish(topic, 0, 10, 10);
    try (BatchReader reader = reader(source(topic, "a"))) {
      read(reader, true, 10);
      broker.stop();
      broker.restart();
      publish(topic, 10, 20, 10);
      deleteUpTo(topic, 0, 15);
      assertThatThrownBy(() -> read(reader, false, 10))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("LOG_TRUNCATED", topic.name() + "-0=10");
    }
  }

  @Test
  void anotherLogUnderTheSameNameIsToldOf() throws Exception {
    EventTopic topic = broker.topic(1);
    publish(topic, 0, 5, 10);
    acceptUpTo("a", 0, 100);
    try (BatchReader reader = reader(source(topic, "a"))) {
      assertThatThrownBy(reader::start)
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("LOG_REPLACED", "from 100", "ends at 5");
    }
  }

  @Test
  void aBatchIsBoundInBytesThoughItsEventsCompressToNothing() throws Exception {
    EventTopic topic = broker.topic(1);
    publish(topic, 0, 150, 1 << 20);
    try (BatchReader reader = reader(source(topic, "a"))) {
      List<EventBatch> batches = read(reader, true, 150);
      assertThat(batches).allSatisfy(batch -> assertThat(batch.events()).hasSizeLessThan(105));
      assertThat(offsets(batches)).hasSize(150).doesNotHaveDuplicates();
    }
  }

  @Test
  void aReaderRidesOutARestartOfTheBroker() throws Exception {
    EventTopic topic = broker.topic(2);
    publish(topic, 0, 10, 10);
    try (BatchReader reader = reader(source(topic, "a"))) {
      assertThat(read(reader, true, 10)).isNotEmpty();
      broker.stop();
      while (reader.advance()) {
        assertThat(reader.getCurrent().events()).isEmpty();
      }
      broker.restart();
      publish(topic, 10, 30, 10);
      assertThat(offsets(read(reader, false, 20))).hasSize(20);
    }
  }

  @Test
  void emptyBatchesGoOnWhileAPartitionIsQuietAndCoverNothing() throws Exception {
    EventTopic topic = broker.topic(2);
    try (BatchReader reader = reader(source(topic, "a"))) {
      assertThat(reader.start()).as("nothing to tell of before the first event").isFalse();
      publish(topic, 0, 1, 10);
      EventBatch last = read(reader, false, 1).get(0);
      for (int beats = 0; beats < 3; ) {
        if (reader.advance()) {
          EventBatch beat = reader.getCurrent();
          assertThat(beat)
              .isEqualTo(
                  new EventBatch(
                      last.partition(), last.claim(), last.end(), last.end(), List.of(), 0));
          beats++;
        } else {
          Thread.sleep(5);
        }
      }
    }
  }

  @Test
  void everyPartitionHasOneReader() {
    EventTopic topic = broker.topic(5);
    BatchSource source = source(topic, "a");
    assertThat(source.split(2, OPTIONS))
        .extracting(BatchSource::partitions)
        .containsExactly(List.of(0, 2, 4), List.of(1, 3));
    assertThat(source.split(9, OPTIONS))
        .extracting(BatchSource::partitions)
        .containsExactly(List.of(0), List.of(1), List.of(2), List.of(3), List.of(4));
    assertThat(source.split(0, OPTIONS)).hasSize(1);
    assertThat(SerializableUtils.clone(source).partitions()).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void aSourceWithoutItsTopicSaysSo() {
    EventTopic topic = new EventTopic(broker.topic(1).bootstrap(), "nothing-here");
    assertThatThrownBy(() -> source(topic, "a").split(1, OPTIONS))
        .hasMessageContainingAll("nothing-here", topic.bootstrap());
  }
}
