package io.datahem.collector;

import io.datahem.events.Attributes;
import io.datahem.events.Event;
import io.datahem.events.EventLog;
import io.datahem.events.LogException;
import io.datahem.events.LogException.Reason;
import io.datahem.events.LogPosition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings spooled events into the log, oldest first. Of those under way at once no two have the same
 * key, and a failed one is repeated before anything behind it: a key's events stay in order. Runs
 * on one thread until it is interrupted.
 */
final class SpoolDrain implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolDrain.class);
  private static final int WINDOW_EVENTS = 1_000;
  private static final long IDLE_MILLIS = 20;
  private static final long RETRY_MILLIS = 500;

  private final Spool spool;
  private final EventLog log;
  private final Runnable whenEmpty;
  private final BooleanSupplier closed;

  SpoolDrain(Spool spool, EventLog log, Runnable whenEmpty, BooleanSupplier closed) {
    this.spool = spool;
    this.log = log;
    this.whenEmpty = whenEmpty;
    this.closed = closed;
  }

  @Override
  public void run() {
    try {
      boolean answered = false;
      while (!closed.getAsBoolean()) {
        if (drainOnce()) {
          answered = true;
          continue;
        }
        // An empty spool alone does not tell that the log is back: the next event tries it out.
        if (answered) {
          whenEmpty.run();
          answered = false;
        }
        Thread.sleep(IDLE_MILLIS);
      }
    } catch (InterruptedException e) {
      // Closed: what is left stays on the disk.
      Thread.currentThread().interrupt();
    }
  }

  /** False when there was nothing. */
  private boolean drainOnce() throws InterruptedException {
    try {
      Spool.Piece piece = spool.oldest();
      if (piece == null) {
        return false;
      }
      drain(piece.events());
      spool.remove(piece.number());
    } catch (IOException e) {
      LOG.warn("Cannot read the spool: {}. It is tried again.", e.toString());
      Thread.sleep(RETRY_MILLIS);
    }
    return true;
  }

  private void drain(List<Event> events) throws InterruptedException, IOException {
    List<Event> window = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (Event event : events) {
      String key = event.attribute(Attributes.KEY);
      boolean mayPassOthers =
          key.isEmpty() || keys.add(event.attribute(Attributes.SOURCE) + '\n' + key);
      if (!mayPassOthers || window.size() == WINDOW_EVENTS) {
        publish(window);
        window.clear();
        keys.clear();
        keys.add(event.attribute(Attributes.SOURCE) + '\n' + key);
      }
      window.add(event);
    }
    publish(window);
  }

  private void publish(List<Event> window) throws InterruptedException, IOException {
    List<Event> left = window;
    while (!left.isEmpty()) {
      List<CompletableFuture<LogPosition>> sent = left.stream().map(log::publish).toList();
      List<Event> failed = new ArrayList<>();
      for (int i = 0; i < sent.size(); i++) {
        if (!isDone(left.get(i), sent.get(i))) {
          failed.add(left.get(i));
        }
      }
      left = failed;
      if (!left.isEmpty()) {
        Thread.sleep(RETRY_MILLIS);
      }
    }
  }

  /** True when the event needs no further try. */
  private boolean isDone(Event event, CompletableFuture<LogPosition> sent)
      throws InterruptedException, IOException {
    try {
      sent.get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LogException failure
          && failure.reason() == Reason.EVENT_TOO_LARGE) {
        spool.setAside(event);
        LOG.error(
            "EVENT_TOO_LARGE Cannot bring a spooled event into the log: it is larger than the log"
                + " takes now, because collector.maxBodyBytes was lowered in between. It is kept in"
                + " the spool's directory as {}.",
            Spool.ASIDE);
        return true;
      }
      return false;
    }
  }
}
