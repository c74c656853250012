package io.datahem.testkit;

import io.datahem.events.Attributes;
import io.datahem.events.Event;
import io.datahem.events.EventLog;
import io.datahem.events.LogException;
import io.datahem.events.LogException.Reason;
import io.datahem.events.LogPosition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * A log in memory that keeps what it acknowledges and can be told to hold its acknowledgements or
 * to give up. Futures complete outside of its lock, on the thread that caused it. Thread-safe.
 */
public final class FakeEventLog implements EventLog {
  private static final int PARTITIONS = 4;

  private final long maxInFlightBytes;
  private final int maxEventBytes;
  private final List<List<Event>> partitions = new ArrayList<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private long inFlightBytes;
  private boolean held;
  private boolean closed;

  private record Waiting(Event event, CompletableFuture<LogPosition> published) {}

  /** A log that takes as much as anybody sends. */
  public FakeEventLog() {
    this(Long.MAX_VALUE, Integer.MAX_VALUE);
  }

  /**
   * A log with limits.
   *
   * @param maxInFlightBytes how many bytes of payload may wait while it holds
   * @param maxEventBytes the largest payload
   */
  public FakeEventLog(long maxInFlightBytes, int maxEventBytes) {
    this.maxInFlightBytes = maxInFlightBytes;
    this.maxEventBytes = maxEventBytes;
    for (int i = 0; i < PARTITIONS; i++) {
      partitions.add(new ArrayList<>());
    }
  }

  @Override
  public CompletableFuture<LogPosition> publish(Event event) {
    CompletableFuture<LogPosition> published = new CompletableFuture<>();
    synchronized (this) {
      int bytes = event.data().length;
      if (closed) {
        return refused(Reason.LOG_UNAVAILABLE);
      }
      if (bytes > maxEventBytes) {
        return refused(Reason.EVENT_TOO_LARGE);
      }
      if (inFlightBytes + bytes > maxInFlightBytes) {
        return refused(Reason.LOG_BUSY);
      }
      inFlightBytes += bytes;
      waiting.add(new Waiting(event, published));
      if (held) {
        return published;
      }
    }
    acknowledge();
    return published;
  }

  private static CompletableFuture<LogPosition> refused(Reason reason) {
    return CompletableFuture.failedFuture(new LogException(reason, "Cannot publish"));
  }

  /** From now on nothing is acknowledged. */
  public synchronized void hold() {
    held = true;
  }

  /** Acknowledges what waits, and everything from now on. */
  public void release() {
    synchronized (this) {
      held = false;
    }
    acknowledge();
  }

  /** Gives up on what waits: it is not in the log. */
  public void giveUp() {
    for (Waiting one : takeWaiting()) {
      one.published.completeExceptionally(
          new LogException(Reason.LOG_UNAVAILABLE, "Cannot publish: not acknowledged in time"));
    }
  }

  private void acknowledge() {
    List<Runnable> acknowledgements = new ArrayList<>();
    synchronized (this) {
      for (Waiting one : takeWaiting()) {
        int partition = partition(one.event);
        List<Event> events = partitions.get(partition);
        events.add(one.event);
        LogPosition position = new LogPosition(partition, events.size() - 1L);
        acknowledgements.add(() -> one.published.complete(position));
      }
    }
    acknowledgements.forEach(Runnable::run);
  }

  private synchronized List<Waiting> takeWaiting() {
    List<Waiting> taken = List.copyOf(waiting);
    waiting.clear();
    inFlightBytes = 0;
    return taken;
  }

  private static int partition(Event event) {
    String key = event.attribute(Attributes.KEY);
    String by =
        event.attribute(Attributes.SOURCE)
            + '\n'
            + (key.isEmpty() ? event.attribute(Attributes.UUID) : key);
    return Math.floorMod(by.hashCode(), PARTITIONS);
  }

  /** How many events wait for their acknowledgement. */
  public synchronized int waiting() {
    return waiting.size();
  }

  /** What the log holds, by position. */
  public synchronized Map<LogPosition, Event> events() {
    Map<LogPosition, Event> events =
        new TreeMap<>(
            java.util.Comparator.comparingInt(LogPosition::partition)
                .thenComparingLong(LogPosition::offset));
    for (int partition = 0; partition < PARTITIONS; partition++) {
      long offset = 0;
      for (Event event : partitions.get(partition)) {
        events.put(new LogPosition(partition, offset++), event);
      }
    }
    return events;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    giveUp();
  }
}
