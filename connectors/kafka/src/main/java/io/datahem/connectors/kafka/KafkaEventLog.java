package io.datahem.connectors.kafka;

import io.datahem.events.Attributes;
import io.datahem.events.Event;
import io.datahem.events.EventLog;
import io.datahem.events.LogException;
import io.datahem.events.LogException.Reason;
import io.datahem.events.LogPosition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes events to the topic: the payload as the value, attributes as headers, acknowledged by
 * every in-sync replica. The producer is idempotent, so what it repeats itself is there once.
 * Thread-safe.
 *
 * <p>Bounded: with so many bytes on their way an event is refused at once as {@code LOG_BUSY}. An
 * event that is not acknowledged in time is {@code LOG_UNAVAILABLE}; it may yet be in the log, so a
 * retry carries the same id.
 */
public final class KafkaEventLog implements EventLog {
  private static final int PER_EVENT_BYTES = 256;
  private static final int PER_ATTRIBUTE_BYTES = 16;
  private static final int MAX_BATCH_BYTES = 256 << 10;

  /** Batches that are not full take more of the producer's memory than their events count. */
  private static final long BATCHES_BYTES = 64 << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  /** What is known of the topic is not forgotten when nobody publishes for long. */
  private static final Duration METADATA_IDLE = Duration.ofDays(3_650);

  private static final long CLOCK_LOOK_MILLIS = 200;

  private final Producer<byte[], byte[]> producer;
  private final ScheduledExecutorService clockLooks;
  private final String topic;
  private final long maxInFlightBytes;
  private final AtomicLong inFlightBytes = new AtomicLong();

  /**
   * Opens a producer.
   *
   * @param maxInFlightBytes how many bytes may wait for their acknowledgement
   * @param maxEventBytes the largest event, envelope included
   */
  public KafkaEventLog(EventTopic topic, long maxInFlightBytes, int maxEventBytes) {
    this(topic, maxInFlightBytes, maxEventBytes, PATIENCE);
  }

  /** As above, with how long to wait for an acknowledgement. */
  KafkaEventLog(EventTopic topic, long maxInFlightBytes, int maxEventBytes, Duration patience) {
    this.topic = topic.name();
    this.maxInFlightBytes = maxInFlightBytes;
    Properties config = new Properties();
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, topic.bootstrap());
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    // One request after the other: in a partition that knows nothing of this producer yet, a second
    // one is taken though the first was sent back (a topic just made has no leader for a moment).
    // The first then comes out of order for ever. It is no slower: what waits travels together.
    config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.LINGER_MS_CONFIG, "2");
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, batchBytes(maxEventBytes));
    config.put(
        ProducerConfig.BUFFER_MEMORY_CONFIG, Long.toString(2 * maxInFlightBytes + BATCHES_BYTES));
    config.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Long.toString(METADATA_IDLE.toMillis()));
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(maxEventBytes));
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "2000");
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(patience.toMillis() / 2));
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Long.toString(patience.toMillis()));
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    // Known from now on: publishing does not wait for it.
    producer.partitionsFor(this.topic);
    this.clockLooks =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "log-clock");
              thread.setDaemon(true);
              return thread;
            });
    ClockSteps steps = new ClockSteps(System.currentTimeMillis(), System.nanoTime());
    var unused =
        clockLooks.scheduleWithFixedDelay(
            () -> lookAtClock(steps), CLOCK_LOOK_MILLIS, CLOCK_LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** What waits for others to travel with it waits by the wall clock: it is sent at once then. */
  private void lookAtClock(ClockSteps steps) {
    if (steps.isSetBack(System.currentTimeMillis(), System.nanoTime())) {
      try {
        producer.flush();
      } catch (KafkaException e) {
        // Each event says so itself.
      }
    }
  }

  /** A batch larger than the topic's largest event would be refused, and split, and sent again. */
  private static String batchBytes(int maxEventBytes) {
    return Integer.toString(Math.min(MAX_BATCH_BYTES, maxEventBytes));
  }

  @Override
  public CompletableFuture<LogPosition> publish(Event event) {
    CompletableFuture<LogPosition> published = new CompletableFuture<>();
    long bytes = bytes(event);
    long waiting = inFlightBytes.addAndGet(bytes);
    // An event on its own always may pass, or it never could.
    if (waiting > maxInFlightBytes && waiting > bytes) {
      inFlightBytes.addAndGet(-bytes);
      published.completeExceptionally(
          new LogException(
              Reason.LOG_BUSY,
              "Cannot publish: " + maxInFlightBytes + " bytes wait for the log. Send slower."));
      return published;
    }
    try {
      var sent =
          producer.send(
              record(event),
              (metadata, failure) -> {
                inFlightBytes.addAndGet(-bytes);
                if (failure == null) {
                  published.complete(new LogPosition(metadata.partition(), metadata.offset()));
                } else {
                  published.completeExceptionally(explain(failure));
                }
              });
      assert sent != null;
    } catch (KafkaException | IllegalStateException e) {
      // The latter is what a closed producer says.
      inFlightBytes.addAndGet(-bytes);
      published.completeExceptionally(explain(e));
    }
    return published;
  }

  private static long bytes(Event event) {
    long bytes = (long) PER_EVENT_BYTES + event.data().length;
    for (Map.Entry<String, String> attribute : event.attributes().entrySet()) {
      bytes +=
          (long) PER_ATTRIBUTE_BYTES + attribute.getKey().length() + attribute.getValue().length();
    }
    return bytes;
  }

  private ProducerRecord<byte[], byte[]> record(Event event) {
    List<Header> headers = new ArrayList<>(event.attributes().size());
    event
        .attributes()
        .forEach(
            (name, value) ->
                headers.add(new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8))));
    return new ProducerRecord<>(topic, null, key(event), event.data(), headers);
  }

  private static byte[] key(Event event) {
    String key = event.attribute(Attributes.KEY);
    String by =
        event.attribute(Attributes.SOURCE)
            + '\n'
            + (key.isEmpty() ? event.attribute(Attributes.UUID) : key);
    return by.getBytes(StandardCharsets.UTF_8);
  }

  private static LogException explain(Exception failure) {
    if (failure instanceof RecordTooLargeException) {
      return new LogException(
          Reason.EVENT_TOO_LARGE,
          "Cannot publish: the event is larger than the log takes.",
          failure);
    }
    return new LogException(
        Reason.LOG_UNAVAILABLE,
        "Cannot publish: the log did not acknowledge ("
            + failure.getClass().getSimpleName()
            + "). Try again with the same id.",
        failure);
  }

  @Override
  public void close() {
    clockLooks.shutdownNow();
    producer.close(CLOSE);
  }
}
