package io.datahem.collector;

import io.datahem.events.Attributes;
import io.datahem.events.Event;
import io.datahem.events.EventLog;
import io.datahem.events.LogException;
import io.datahem.events.LogException.Reason;
import io.datahem.events.LogPosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log with a spool in front: when the log does not answer, events are kept on the disk and follow
 * in order once it does. As long as anything is spooled, everything is, so that events with one key
 * keep their order. Thread-safe.
 *
 * <p>An event that was handed to the log and not acknowledged may be in the log, so it is spooled
 * only when its caller chose its id; else its caller is told to send it again. A spooled event is
 * marked ({@link Attributes#ID_ORIGIN_SPOOL}): it may reach the log twice when the process dies
 * while the spool drains, and whoever reads the log drops the repeat by its id.
 *
 * <p>Bounded: beyond {@code maxBytes} on the disk, or when the disk refuses, events are {@code
 * LOG_UNAVAILABLE}.
 */
public final class SpooledEventLog implements EventLog {
  private static final Logger LOG = LoggerFactory.getLogger(SpooledEventLog.class);
  private static final long CLOSE_MILLIS = 5_000;

  private final EventLog log;
  private final Spool spool;
  private final long maxBytes;
  private final ReentrantReadWriteLock mode = new ReentrantReadWriteLock();
  private final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();

  /** Bytes in the queue; what is on the disk is the spool's to tell. */
  private final AtomicLong queuedBytes = new AtomicLong();

  private final Thread writer = new Thread(this::write, "collector-spool");
  private final Thread drainer;
  private volatile boolean spooling;
  private volatile boolean closed;

  private record Waiting(byte[] record, CompletableFuture<LogPosition> kept) {}

  private SpooledEventLog(EventLog log, Spool spool, long maxBytes) {
    this.log = log;
    this.spool = spool;
    this.maxBytes = maxBytes;
    this.spooling = !spool.isEmpty();
    this.drainer =
        new Thread(new SpoolDrain(spool, log, this::resume, () -> closed), "collector-drain");
  }

  /**
   * Puts a spool in front of a log. What an earlier process left in it goes first.
   *
   * @param log where events go; closed by whoever opened it
   * @param directory the spool's own
   * @param maxBytes of the spool on the disk
   */
  public static SpooledEventLog open(EventLog log, Path directory, long maxBytes) {
    try {
      SpooledEventLog opened = new SpooledEventLog(log, Spool.open(directory), maxBytes);
      opened.writer.setDaemon(true);
      opened.drainer.setDaemon(true);
      opened.writer.start();
      opened.drainer.start();
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "SPOOL_UNUSABLE Cannot use the spool under "
              + directory
              + ": "
              + e
              + ", expected a directory that can be written.",
          e);
    }
  }

  /** Bytes of events that are kept on the disk and not in the log. */
  public long spooledBytes() {
    return spool.bytes();
  }

  /**
   * As the log does; an event that is kept on the disk instead is acknowledged with {@link
   * LogPosition#SPOOLED}.
   */
  @Override
  public CompletableFuture<LogPosition> publish(Event event) {
    CompletableFuture<LogPosition> kept = new CompletableFuture<>();
    mode.readLock().lock();
    try {
      if (spooling) {
        spool(event, kept);
      } else {
        var unused =
            log.publish(event)
                .whenComplete(
                    (position, failure) -> {
                      if (failure == null) {
                        kept.complete(position);
                      } else {
                        failed(event, failure, kept);
                      }
                    });
      }
    } finally {
      mode.readLock().unlock();
    }
    return kept;
  }

  private void failed(Event event, Throwable failure, CompletableFuture<LogPosition> kept) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (!(cause instanceof LogException known) || known.reason() != Reason.LOG_UNAVAILABLE) {
      kept.completeExceptionally(cause);
      return;
    }
    if (!closed && !spooling) {
      LOG.warn("The log does not answer. Events are kept on this disk and follow when it does.");
      spooling = true;
    }
    if (event.attribute(Attributes.ID_ORIGIN).equals(Attributes.ID_ORIGIN_CALLER)) {
      spool(event, kept);
    } else {
      kept.completeExceptionally(cause);
    }
  }

  private void spool(Event event, CompletableFuture<LogPosition> kept) {
    byte[] record = SpoolRecord.encode(marked(event));
    long bytes = queuedBytes.addAndGet(record.length) + spool.bytes();
    if (closed || bytes > maxBytes) {
      queuedBytes.addAndGet(-record.length);
      kept.completeExceptionally(
          unavailable(
              "the log does not answer, and the "
                  + maxBytes
                  + " bytes of the spool are taken (collector.spool.maxBytes)",
              null));
    } else {
      queue.add(new Waiting(record, kept));
    }
  }

  private static Event marked(Event event) {
    if (!event.attribute(Attributes.ID_ORIGIN).isEmpty()) {
      return event;
    }
    Map<String, String> attributes = new HashMap<>(event.attributes());
    attributes.put(Attributes.ID_ORIGIN, Attributes.ID_ORIGIN_SPOOL);
    return new Event(event.data(), attributes);
  }

  private static LogException unavailable(String why, @Nullable Exception cause) {
    String message = "Cannot publish: " + why + ". Try again with the same id.";
    return cause == null
        ? new LogException(Reason.LOG_UNAVAILABLE, message)
        : new LogException(Reason.LOG_UNAVAILABLE, message, cause);
  }

  /** One write to the disk takes all that waits. */
  private void write() {
    List<Waiting> batch = new ArrayList<>();
    try {
      while (!closed || !queue.isEmpty()) {
        batch.add(queue.take());
        queue.drainTo(batch);
        write(batch);
        batch.clear();
      }
    } catch (InterruptedException e) {
      // Closed: nothing waits any more.
      Thread.currentThread().interrupt();
    }
  }

  private void write(List<Waiting> batch) {
    @Nullable IOException failure = null;
    try {
      spool.add(batch.stream().map(Waiting::record).toList());
    } catch (IOException e) {
      failure = e;
    }
    for (Waiting one : batch) {
      queuedBytes.addAndGet(-one.record.length);
      if (failure == null) {
        one.kept.complete(LogPosition.SPOOLED);
      } else {
        one.kept.completeExceptionally(
            unavailable("the log does not answer, and the spool's disk refuses", failure));
      }
    }
  }

  /** Nothing is spooled any more, unless something came in between: then the drain goes on. */
  private void resume() {
    if (!spooling) {
      return;
    }
    mode.writeLock().lock();
    try {
      if (spool.isEmpty() && queuedBytes.get() == 0) {
        spooling = false;
        LOG.info("The log answers again, and has everything that was kept on this disk.");
      }
    } finally {
      mode.writeLock().unlock();
    }
  }

  /** What is not in the log yet stays on the disk for the next start. */
  @Override
  public void close() {
    closed = true;
    try {
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
      while (queuedBytes.get() > 0 && System.nanoTime() < deadline) {
        Thread.sleep(5);
      }
      writer.interrupt();
      drainer.interrupt();
      writer.join(CLOSE_MILLIS);
      drainer.join(CLOSE_MILLIS);
      spool.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
