package io.datahem.connectors.kafka;

import static java.util.Objects.requireNonNull;

import io.datahem.events.AttributeMap;
import io.datahem.events.Event;
import io.datahem.events.EventBatch;
import io.datahem.events.LoggedEvent;
import io.datahem.pipeline.EventSource;
import io.datahem.pipeline.FencedException;
import io.datahem.pipeline.JobStatus;
import io.datahem.pipeline.ManifestStore;
import io.datahem.pipeline.ManifestStore.Claim;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Properties;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads some partitions of the topic. When it starts it claims each, which shuts out whoever held
 * it before, and reads on from the end that the manifests have accepted. Not thread-safe; an engine
 * calls it from one thread.
 */
final class BatchReader extends UnboundedReader<EventBatch> {
  /**
   * A poll unpacks so many events whatever their size, and they are one batch: what compresses to
   * next to nothing would fill the memory else, and of more the first are out of the processor's
   * caches again when they are written.
   */
  private static final int MAX_BATCH_EVENTS = 100;

  /**
   * An engine that is told that there is nothing asks again when a timer says so, much later than
   * events come that are known to be in the log.
   */
  private static final Duration LONGEST_WAIT = Duration.ofMillis(20);

  private static final byte[] NO_TEXT = {};
  private static final int MAX_FETCH_BYTES = 16 << 20;
  private static final int MAX_PARTITION_FETCH_BYTES = 4 << 20;

  private final BatchSource source;
  private final Map<TopicPartition, Held> held = new HashMap<>();
  private final Deque<EventBatch> ready = new ArrayDeque<>();
  private final AttributeMap.Builder attributes = new AttributeMap.Builder();
  private @Nullable KafkaConsumer<ByteBuffer, ByteBuffer> consumer;
  private @Nullable EventBatch current;
  private Instant currentTime = Instant.now();

  /** A partition's claim, and the end of what was handed out of it. */
  private static final class Held {
    final long claim;
    long end;
    private long lastEventNanos;
    private long lastBatchNanos;

    Held(Claim claim) {
      this.claim = claim.claim();
      this.end = claim.acceptedEnd();
      this.lastBatchNanos = System.nanoTime();
      this.lastEventNanos = lastBatchNanos - EventSource.QUIET.toNanos();
    }

    EventBatch batch(int partition, long until, List<LoggedEvent> events, long waiting) {
      EventBatch batch = new EventBatch(partition, claim, end, until, events, waiting);
      end = until;
      lastBatchNanos = System.nanoTime();
      if (!events.isEmpty()) {
        lastEventNanos = lastBatchNanos;
      }
      return batch;
    }

    boolean isHeartbeatDue(long now) {
      return now - lastBatchNanos >= EventSource.HEARTBEAT.toNanos()
          && now - lastEventNanos < EventSource.QUIET.toNanos();
    }
  }

  BatchReader(BatchSource source) {
    this.source = source;
  }

  @Override
  public boolean start() throws IOException {
    List<TopicPartition> partitions = new ArrayList<>();
    try (ManifestStore.Session manifests = source.manifests().open()) {
      for (int partition : source.partitions()) {
        TopicPartition topicPartition = new TopicPartition(source.topic().name(), partition);
        held.put(topicPartition, new Held(claim(manifests, partition)));
        partitions.add(topicPartition);
      }
    }
    KafkaConsumer<ByteBuffer, ByteBuffer> opened = consumer(source.topic());
    consumer = opened;
    opened.assign(partitions);
    try {
      seek(opened, partitions);
    } catch (KafkaException e) {
      throw unavailable(e);
    }
    return advance();
  }

  private Claim claim(ManifestStore.Session manifests, int partition) {
    try {
      return manifests.claim(source.owner(), partition);
    } catch (FencedException e) {
      JobStatus.of(source.owner()).nowFenced();
      throw e;
    }
  }

  private void seek(KafkaConsumer<ByteBuffer, ByteBuffer> consumer, List<TopicPartition> partitions)
      throws IOException {
    Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    for (TopicPartition partition : partitions) {
      long accepted = requireNonNull(held.get(partition)).end;
      long first = starts.getOrDefault(partition, 0L);
      check(partition, accepted, first, ends.getOrDefault(partition, 0L));
      consumer.seek(partition, Math.max(accepted, first));
    }
  }

  /** A log that starts at a later position than 0 is fine for a warehouse that never read it. */
  private static void check(TopicPartition partition, long accepted, long first, long end)
      throws IOException {
    if (accepted > end) {
      throw new IOException(
          "LOG_REPLACED Cannot read "
              + partition
              + " from "
              + accepted
              + ": it ends at "
              + end
              + ", expected the log that was read before. Restore it, or start with new tables.");
    }
    if (accepted > 0 && accepted < first) {
      throw new IOException(
          "LOG_TRUNCATED Cannot read "
              + partition
              + " from "
              + accepted
              + ": its retention has removed"
              + " everything before "
              + first
              + ". "
              + (first - accepted)
              + " events were never processed.");
    }
  }

  private static KafkaConsumer<ByteBuffer, ByteBuffer> consumer(EventTopic topic) {
    Properties config = new Properties();
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, topic.bootstrap());
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(MAX_BATCH_EVENTS));
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(MAX_FETCH_BYTES));
    config.put(
        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
        Integer.toString(MAX_PARTITION_FETCH_BYTES));
    return new KafkaConsumer<>(config, new ByteBufferDeserializer(), new ByteBufferDeserializer());
  }

  @Override
  public boolean advance() throws IOException {
    if (ready.isEmpty()) {
      fill(requireNonNull(consumer));
    }
    current = ready.pollFirst();
    if (current == null) {
      return false;
    }
    currentTime = Instant.now();
    return true;
  }

  /**
   * Makes a batch of each partition that has events, of what is there; waits a moment for the first
   * when there are some.
   */
  private void fill(KafkaConsumer<ByteBuffer, ByteBuffer> consumer) throws IOException {
    ConsumerRecords<ByteBuffer, ByteBuffer> records =
        poll(consumer, isBehind(consumer) ? LONGEST_WAIT : Duration.ZERO);
    for (TopicPartition partition : records.partitions()) {
      List<LoggedEvent> events = new ArrayList<>();
      for (ConsumerRecord<ByteBuffer, ByteBuffer> record : records.records(partition)) {
        events.add(new LoggedEvent(record.offset(), event(record)));
      }
      Held hold = requireNonNull(held.get(partition));
      long end = consumer.position(partition);
      ready.add(hold.batch(partition.partition(), end, events, waiting(consumer, partition)));
    }
    beat(consumer);
  }

  /** How many events of a partition are to be read yet; 0 when that is not known. */
  private static long waiting(KafkaConsumer<?, ?> consumer, TopicPartition partition) {
    return consumer.currentLag(partition).orElse(0);
  }

  /** A partition that gave nothing may have fallen quiet, or wait while others are read. */
  private void beat(KafkaConsumer<?, ?> consumer) {
    long now = System.nanoTime();
    held.forEach(
        (partition, hold) -> {
          if (hold.isHeartbeatDue(now)) {
            ready.add(
                hold.batch(
                    partition.partition(), hold.end, List.of(), waiting(consumer, partition)));
          }
        });
  }

  private boolean isBehind(KafkaConsumer<?, ?> consumer) {
    return held.keySet().stream().anyMatch(partition -> waiting(consumer, partition) > 0);
  }

  private static ConsumerRecords<ByteBuffer, ByteBuffer> poll(
      KafkaConsumer<ByteBuffer, ByteBuffer> consumer, Duration wait) throws IOException {
    try {
      return consumer.poll(wait);
    } catch (OffsetOutOfRangeException e) {
      throw new IOException(
          "LOG_TRUNCATED Cannot read on from "
              + e.offsetOutOfRangePartitions()
              + ": the log holds these positions no more. Its retention has removed what was not"
              + " processed yet, or it was replaced.",
          e);
    } catch (KafkaException e) {
      throw unavailable(e);
    }
  }

  private static IOException unavailable(KafkaException e) {
    return new IOException("LOG_UNAVAILABLE Cannot read the log: " + e.getMessage(), e);
  }

  private Event event(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
    for (Header header : record.headers()) {
      byte[] value = header.value();
      attributes.put(header.key(), value == null ? NO_TEXT : value);
    }
    return event(record.value(), attributes.build());
  }

  /** With the bytes that the consumer has made of the record, where it lets them be seen. */
  private static Event event(@Nullable ByteBuffer data, Map<String, String> attributes) {
    if (data == null) {
      return new Event(new byte[0], attributes);
    }
    if (data.hasArray()) {
      return Event.within(
          data.array(), data.arrayOffset() + data.position(), data.remaining(), attributes);
    }
    byte[] copy = new byte[data.remaining()];
    data.duplicate().get(copy);
    return new Event(copy, attributes);
  }

  @Override
  public EventBatch getCurrent() {
    if (current == null) {
      throw new NoSuchElementException();
    }
    return current;
  }

  @Override
  public Instant getCurrentTimestamp() {
    return currentTime;
  }

  @Override
  public Instant getWatermark() {
    return Instant.now();
  }

  @Override
  public UnboundedSource.CheckpointMark getCheckpointMark() {
    return new BatchSource.Mark();
  }

  @Override
  public UnboundedSource<EventBatch, ?> getCurrentSource() {
    return source;
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close(Duration.ofSeconds(2));
      consumer = null;
    }
  }
}
