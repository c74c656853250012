package io.datahem.pipeline;

import io.datahem.contracts.ContractSnapshot;
import io.datahem.contracts.ContractSnapshot.Entry;
import io.datahem.contracts.table.TablePlan;
import io.datahem.pipeline.JobStatus.StreamState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live contracts as plans. A watcher asks the registry for what is newer and answers within
 * milliseconds of a push; a stream that is not known is asked for once more before its event is
 * given up. A table has a version's columns before the version's plan is used. Thread-safe.
 *
 * <p>What is newer becomes plans one by one, by the watcher; an event that needs one of them has it
 * made first. So nobody waits for the tables of a thousand streams that were pushed at once.
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
  private final Map<String, StreamPlan> byName = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** Held for no longer than one plan takes. Fair, as the watcher comes again and again. */
  private final ReentrantLock lock = new ReentrantLock(true);

  /** Entries that are not plans yet, by their streams' names. */
  private final Map<String, Entry> pending = new LinkedHashMap<>();

  private final Map<String, String> streamOfMessage = new HashMap<>();
  private Map<String, StreamState> states = new HashMap<>();
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
    streams.planPending();
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
    return plan == null && !name.isEmpty() ? newest(name, collected) : plan;
  }

  /**
   * The plan of a stream that was live when an event was collected, or a newer one: for an event
   * that the known plan does not fit, as its contract may have been pushed a moment before it.
   */
  StreamPlan newest(StreamPlan known, Instant collected) {
    StreamPlan plan = newest(known.stream(), collected);
    return plan == null ? known : plan;
  }

  private @Nullable StreamPlan newest(String name, Instant collected) {
    lock.lock();
    try {
      askAfter(collected);
      Entry entry = pending.get(streamOfMessage.getOrDefault(name, name));
      if (entry != null) {
        plan(entry);
      }
      return byName.get(name);
    } finally {
      lock.unlock();
    }
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

  private void askAfter(Instant collected) {
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
        planPending();
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

  private void adopt(ContractSnapshot next) {
    lock.lock();
    try {
      boolean isNewer = next.generation() > snapshot.generation();
      // The same is taken again for those that are blocked, but not while it is being taken.
      if (isNewer || (next.generation() == snapshot.generation() && pending.isEmpty())) {
        take(next);
      }
    } finally {
      lock.unlock();
    }
  }

  private void take(ContractSnapshot next) {
    plans.know(next.types());
    pending.clear();
    streamOfMessage.clear();
    states = new HashMap<>();
    Set<String> names = new HashSet<>();
    for (Entry entry : next.entries()) {
      pending.put(entry.stream(), entry);
      streamOfMessage.put(entry.message(), entry.stream());
      names.add(entry.message());
      names.add(entry.stream());
    }
    byName.keySet().retainAll(names);
    snapshot = next;
    endIfNonePending();
  }

  /** Makes plans of what is pending; others come in between. */
  private void planPending() {
    boolean more = true;
    while (more && !closed) {
      lock.lock();
      try {
        if (!pending.isEmpty()) {
          plan(pending.values().iterator().next());
        }
        more = !pending.isEmpty();
      } finally {
        lock.unlock();
      }
    }
  }

  private void plan(Entry entry) {
    if (closed) {
      return;
    }
    StreamPlan plan = plans.plan(entry);
    byName.put(entry.message(), plan);
    byName.put(entry.stream(), plan);
    states.put(entry.stream(), plans.state(entry));
    pending.remove(entry.stream());
    endIfNonePending();
  }

  private void endIfNonePending() {
    if (pending.isEmpty()) {
      status.live(states);
      someBlocked = states.values().stream().anyMatch(StreamState::isParked);
    }
  }

  private long generation() {
    return snapshot().generation();
  }

  private ContractSnapshot snapshot() {
    lock.lock();
    try {
      return snapshot;
    } finally {
      lock.unlock();
    }
  }

  private boolean someBlocked() {
    lock.lock();
    try {
      return someBlocked;
    } finally {
      lock.unlock();
    }
  }

  /** Returns when no table is being prepared any more: the caller closes the warehouse next. */
  @Override
  public void close() {
    closed = true;
    lock.lock();
    try {
      watcher.interrupt();
    } finally {
      lock.unlock();
    }
    feed.close();
  }
}
