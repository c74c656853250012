package io.datahem.collector;

import io.datahem.events.Event;
import io.datahem.events.EventLog;
import io.datahem.events.LogException;
import io.datahem.events.LogException.Reason;
import io.datahem.events.LogPosition;
import io.datahem.testkit.FakeEventLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A log that can be away, or take events without saying so. Thread-safe. */
final class UnsteadyLog implements EventLog {
  private final FakeEventLog log = new FakeEventLog();
  private final List<Event> taken = new ArrayList<>();
  private volatile boolean away;
  private volatile boolean silent;

  /** Nothing is taken. */
  void goAway() {
    away = true;
  }

  /** Everything is taken, and nobody is told. */
  void fallSilent() {
    silent = true;
  }

  void comeBack() {
    away = false;
    silent = false;
  }

  /** What it took, in order. */
  synchronized List<Event> taken() {
    return List.copyOf(taken);
  }

  @Override
  public synchronized CompletableFuture<LogPosition> publish(Event event) {
    if (!away) {
      taken.add(event);
    }
    if (away || silent) {
      return CompletableFuture.failedFuture(
          new LogException(Reason.LOG_UNAVAILABLE, "Cannot publish: not acknowledged in time"));
    }
    return log.publish(event);
  }

  @Override
  public void close() {
    log.close();
  }
}
