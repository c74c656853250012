package io.datahem.pipeline;

import io.datahem.contracts.ContractSnapshot;
import io.datahem.contracts.ContractSnapshot.Entry;
import io.datahem.contracts.table.TablePlan;
import io.datahem.pipeline.JobStatus.StreamState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live contracts as plans. A watcher asks the registry for what is newer and answers within
 * milliseconds of a push; a stream that is not known is asked for once more before its event is
 * given up. A table has a version's columns before the version's plan is used. Thread-safe.
 *
 * <p>When a new version cannot be used (its table cannot become what it asks for), the stream goes
 * on by the version before; a stream without one is blocked: its events are dead letters, nobody
 * else's are. Both are tried again.
 */
final class LiveStreams implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveStreams.class);
  private static final Duration LONG_POLL = Duration.ofSeconds(20);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration RETRY_BLOCKED = Duration.ofSeconds(5);

  private final ContractFeed.Session feed;
  private final StreamPlans plans;
  private final JobStatus status;
  private final Thread watcher;
  private volatile Map<String, StreamPlan> byName = Map.of();
  private volatile boolean closed;
  private ContractSnapshot snapshot = ContractSnapshot.EMPTY;
  private boolean someBlocked;
  private Instant lastAsked = Instant.EPOCH;

  private LiveStreams(ContractFeed.Session feed, StreamPlans plans, JobStatus status) {
    this.status = status;
    this.feed = feed;
    this.plans = plans;
    this.watcher = new Thread(this::watch, "datahem-contracts");
    watcher.setDaemon(true);
  }

  /**
   * Starts with what is live now; fails when the registry cannot be asked: an engine tries again.
   */
  static LiveStreams start(ContractFeed contracts, StreamPlans plans, JobStatus status) {
    LiveStreams streams = new LiveStreams(contracts.open(), plans, status);
    streams.refresh(Duration.ZERO);
    streams.watcher.start();
    return streams;
  }

  /**
   * The plan of a stream, by the stream's or its message's name; null when there is no contract for
   * it. A name that is not known is asked for, unless the registry was asked after the event was
   * collected.
   */
  @Nullable StreamPlan find(String name, Instant collected) {
    StreamPlan plan = byName.get(name);
    if (plan == null && !name.isEmpty()) {
      askAfter(collected);
      plan = byName.get(name);
    }
    return plan;
  }

  /**
   * The plan of a stream that was live when an event was collected, or a newer one: for an event
   * that the known plan does not fit, as its contract may have been pushed a moment before it.
   */
  StreamPlan newest(StreamPlan known, Instant collected) {
    askAfter(collected);
    StreamPlan plan = byName.get(known.stream());
    return plan == null ? known : plan;
  }

  /** The longest time for which a stream's retries are known; 0 when none says it. */
  int longestDuplicateHours() {
    return byName.values().stream().mapToInt(StreamPlan::duplicateHours).max().orElse(0);
  }

  /** The tables that rows are written to. */
  Collection<TablePlan> tables() {
    return byName.values().stream()
        .map(StreamPlan::table)
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  private synchronized void askAfter(Instant collected) {
    Instant now = Instant.now();
    // A clock that was set back makes the last time one to come: it says nothing then.
    if (lastAsked.isAfter(collected) && !lastAsked.isAfter(now)) {
      return;
    }
    try {
      refresh(Duration.ZERO);
    } catch (RuntimeException e) {
      LOG.debug("Cannot ask the registry for newer contracts: {}", e.getMessage());
    }
    lastAsked = now;
  }

  private void watch() {
    while (!closed) {
      Duration pause = Duration.ZERO;
      try {
        refresh(someBlocked() ? RETRY_BLOCKED : LONG_POLL);
      } catch (RuntimeException e) {
        LOG.debug("Cannot ask the registry for newer contracts: {}", e.getMessage());
        pause = RETRY;
      }
      try {
        Thread.sleep(pause.toMillis());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void refresh(Duration wait) {
    ContractSnapshot newer = feed.next(generation(), wait);
    if (newer != null) {
      adopt(newer);
    } else if (someBlocked() && !wait.isZero()) {
      adopt(snapshot());
    }
  }

  private synchronized void adopt(ContractSnapshot next) {
    if (next.generation() < snapshot.generation()) {
      return;
    }
    Map<String, StreamPlan> names = new HashMap<>();
    Map<String, StreamState> states = new HashMap<>();
    boolean blocked = false;
    plans.know(next.types());
    for (Entry entry : next.entries()) {
      if (closed) {
        return;
      }
      StreamPlan plan = plans.plan(entry);
      names.put(entry.message(), plan);
      names.put(entry.stream(), plan);
      StreamState state = plans.state(entry);
      states.put(entry.stream(), state);
      blocked |= state.isParked();
    }
    byName = Map.copyOf(names);
    status.live(states);
    snapshot = next;
    someBlocked = blocked;
  }

  private synchronized long generation() {
    return snapshot.generation();
  }

  private synchronized ContractSnapshot snapshot() {
    return snapshot;
  }

  private synchronized boolean someBlocked() {
    return someBlocked;
  }

  /** Returns when no table is being prepared any more: the caller closes the warehouse next. */
  @Override
  public void close() {
    closed = true;
    synchronized (this) {
      watcher.interrupt();
    }
    feed.close();
  }
}
