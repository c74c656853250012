package io.datahem.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.events.Attributes;
import io.datahem.events.Event;
import io.datahem.events.EventLog;
import io.datahem.events.LogException;
import io.datahem.events.LogException.Reason;
import io.datahem.events.LogPosition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link EventLog} must do. A log is done when its subclass is green. */
@Timeout(120)
public abstract class EventLogContractTest {
  private static final long PLENTY_BYTES = 32 << 20;
  private static final int EVENT_BYTES = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * Opens the log under test, empty before the first call of a test.
   *
   * @param maxInFlightBytes how much may wait
   * @param maxEventBytes the largest event
   * @param patience how long it waits for an acknowledgement
   */
  protected abstract EventLog open(long maxInFlightBytes, int maxEventBytes, Duration patience);

  /** What is in the log, read by other means. */
  protected abstract Map<LogPosition, Event> read();

  /** From now on nothing is acknowledged. */
  protected abstract void cut();

  /** The log acknowledges again. */
  protected abstract void mend();

  private EventLog open() {
    return open(PLENTY_BYTES, EVENT_BYTES, PATIENCE);
  }

  private static Event event(String id, String... more) {
    return event(("payload of " + id).getBytes(StandardCharsets.UTF_8), id, more);
  }

  private static Event event(byte[] data, String id, String... more) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put(Attributes.UUID, id);
    attributes.put(Attributes.SOURCE, "trucks");
    for (int i = 0; i < more.length; i += 2) {
      attributes.put(more[i], more[i + 1]);
    }
    return new Event(data, attributes);
  }

  private static LogPosition position(CompletableFuture<LogPosition> published) throws Exception {
    return published.get(90, TimeUnit.SECONDS);
  }

  private static Reason reason(CompletableFuture<LogPosition> published) throws Exception {
    try {
      LogPosition position = position(published);
      throw new AssertionError("in the log at " + position + ", expected a failure");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LogException failure) {
        return failure.reason();
      }
      throw new AssertionError("failed otherwise than by a LogException", e);
    }
  }

  @Test
  void whatIsAcknowledgedIsInTheLogByteForByte() throws Exception {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    Event sent = event(bytes, "a", "header.name", "Åsa \u2603 \uD83D\uDE9A", "empty", "");
    try (EventLog log = open()) {
      LogPosition at = position(log.publish(sent));
      assertThat(read()).containsOnlyKeys(at);
      Event kept = requireNonNull(read().get(at));
      assertThat(kept.data()).isEqualTo(bytes);
      assertThat(kept.attributes()).isEqualTo(sent.attributes());
    }
  }

  @Test
  void anEmptyPayloadIsAnEvent() throws Exception {
    try (EventLog log = open()) {
      LogPosition at = position(log.publish(event(new byte[0], "a")));
      assertThat(requireNonNull(read().get(at)).data()).isEmpty();
    }
  }

  @Test
  void everyEventHasItsOwnPosition() throws Exception {
    Map<LogPosition, String> ids = new HashMap<>();
    try (EventLog log = open()) {
      Map<String, CompletableFuture<LogPosition>> published = new HashMap<>();
      for (int i = 0; i < 1_000; i++) {
        published.put("id-" + i, log.publish(event("id-" + i)));
      }
      for (var one : published.entrySet()) {
        ids.put(position(one.getValue()), one.getKey());
      }
    }
    assertThat(ids).hasSize(1_000);
    Map<LogPosition, String> kept = new HashMap<>();
    read().forEach((at, event) -> kept.put(at, event.attribute(Attributes.UUID)));
    assertThat(kept).isEqualTo(ids);
  }

  @Test
  void eventsWithOneKeyKeepTheirOrderInOnePartition() throws Exception {
    try (EventLog log = open()) {
      List<CompletableFuture<LogPosition>> published = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        published.add(log.publish(event("id-" + i, Attributes.KEY, "truck-7")));
      }
      Set<Integer> partitions = new HashSet<>();
      long last = -1;
      for (CompletableFuture<LogPosition> one : published) {
        LogPosition at = position(one);
        partitions.add(at.partition());
        assertThat(at.offset()).isGreaterThan(last);
        last = at.offset();
      }
      assertThat(partitions).hasSize(1);
    }
  }

  @Test
  void eventsWithoutAKeyAreSpreadAndARetryLandsWhereTheFirstTryDid() throws Exception {
    Map<String, Integer> first = new HashMap<>();
    for (int round = 0; round < 2; round++) {
      try (EventLog log = open()) {
        for (int i = 0; i < 50; i++) {
          int partition = position(log.publish(event("id-" + i))).partition();
          Integer before = first.putIfAbsent("id-" + i, partition);
          assertThat(partition).isEqualTo(before == null ? partition : before);
        }
      }
    }
    assertThat(new HashSet<>(first.values())).hasSizeGreaterThan(1);
  }

  @Test
  void anEventThatIsTooLargeIsRefusedAlone() throws Exception {
    try (EventLog log = open(PLENTY_BYTES, 100_000, PATIENCE)) {
      CompletableFuture<LogPosition> before = log.publish(event("before"));
      CompletableFuture<LogPosition> large = log.publish(event(new byte[100_001], "large"));
      CompletableFuture<LogPosition> after = log.publish(event("after"));
      assertThat(reason(large)).isEqualTo(Reason.EVENT_TOO_LARGE);
      List<LogPosition> kept = List.of(position(before), position(after));
      assertThat(read()).containsOnlyKeys(kept);
    }
  }

  @Test
  void aFullQueueIsRefusedAtOnceAndNothingTakenIsLost() throws Exception {
    try (EventLog log = open(1 << 20, EVENT_BYTES, PATIENCE)) {
      position(log.publish(event("first")));
      cut();
      List<CompletableFuture<LogPosition>> taken = new ArrayList<>();
      CompletableFuture<LogPosition> last = new CompletableFuture<>();
      long started = System.nanoTime();
      for (int i = 0; i < 100 && !last.isCompletedExceptionally(); i++) {
        last = log.publish(event(new byte[100_000], "id-" + i));
        taken.add(last);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(2));
      assertThat(reason(last)).isEqualTo(Reason.LOG_BUSY);
      taken.remove(taken.size() - 1);
      assertThat(taken).hasSizeBetween(5, 10).noneMatch(CompletableFuture::isDone);
      mend();
      Set<LogPosition> positions = new HashSet<>();
      for (CompletableFuture<LogPosition> one : taken) {
        positions.add(position(one));
      }
      positions.add(position(log.publish(event("next"))));
      assertThat(read())
          .hasSize(taken.size() + 2)
          .containsKeys(positions.toArray(LogPosition[]::new));
    }
  }

  @Test
  void withoutAnAcknowledgementInTimeTheLogIsUnavailable() throws Exception {
    try (EventLog log = open(PLENTY_BYTES, EVENT_BYTES, Duration.ofSeconds(2))) {
      position(log.publish(event("first")));
      cut();
      long started = System.nanoTime();
      CompletableFuture<LogPosition> published = log.publish(event("second"));
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(1));
      assertThat(reason(published)).isEqualTo(Reason.LOG_UNAVAILABLE);
      mend();
    }
  }

  @Test
  void aClosedLogIsUnavailable() throws Exception {
    EventLog log = open();
    CompletableFuture<LogPosition> underWay = log.publish(event("a"));
    log.close();
    assertThat(underWay).isDone();
    assertThat(read()).containsOnlyKeys(position(underWay));
    assertThat(reason(log.publish(event("b")))).isEqualTo(Reason.LOG_UNAVAILABLE);
    log.close();
  }
}
