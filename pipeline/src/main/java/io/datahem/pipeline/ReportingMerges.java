package io.datahem.pipeline;

import io.datahem.contracts.table.CurrentState;
import io.datahem.contracts.table.Reporting;
import io.datahem.contracts.table.TablePlan;
import io.datahem.pipeline.ManifestStore.Manifest;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges tables into their reporting tables, each as often as its contract says, one after the
 * other on a thread of its own: a slow merge delays the next merges and nothing else, and one that
 * fails is tried again when its table is due the next time. Thread-safe.
 *
 * <p>A table is due a moment after the job starts, and when its minutes have passed since its last
 * merge began.
 */
final class ReportingMerges implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReportingMerges.class);
  private static final Duration TICK = Duration.ofSeconds(5);
  private static final Duration STOP = Duration.ofSeconds(5);
  private static final int PAGE_MANIFESTS = 500;

  private final Warehouse.Session warehouse;
  private final ManifestStore.Session manifests;
  private final long job;
  private final JobStatus status;
  private final LongSupplier nanos;
  private final Map<String, Long> begun = new HashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "datahem-reporting");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Merges of a job.
   *
   * @param job its number
   * @param nanos a clock that is never set
   */
  ReportingMerges(
      Warehouse.Session warehouse,
      ManifestStore.Session manifests,
      long job,
      JobStatus status,
      LongSupplier nanos) {
    this.warehouse = warehouse;
    this.manifests = manifests;
    this.job = job;
    this.status = status;
    this.nanos = nanos;
  }

  /** Merges from now on whichever of the tables is due. */
  void start(Supplier<Collection<TablePlan>> tables) {
    var unused =
        thread.scheduleWithFixedDelay(
            () -> mergeDue(tables.get()), TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Merges those that are due. */
  synchronized void mergeDue(Collection<TablePlan> tables) {
    for (TablePlan table : tables) {
      if (status.isFenced() || thread.isShutdown()) {
        return;
      }
      CurrentState current = table.current();
      Reporting reporting = current == null ? null : current.reporting();
      if (reporting != null && isDue(table.name(), reporting)) {
        merge(table.name());
      }
    }
  }

  private boolean isDue(String table, Reporting reporting) {
    long now = nanos.getAsLong();
    Long last = begun.get(table);
    if (last != null && now - last < TimeUnit.MINUTES.toNanos(reporting.everyMinutes())) {
      return false;
    }
    begun.put(table, now);
    return true;
  }

  private void merge(String table) {
    try {
      warehouse.report(table, job, certainEnds(table));
    } catch (FencedException e) {
      status.nowFenced();
    } catch (RuntimeException e) {
      if (!thread.isShutdown()) {
        status.problem(
            "Cannot merge "
                + table
                + ": "
                + e.getMessage()
                + ". It is tried again when it is due.");
        LOG.debug("Cannot merge {}", table, e);
      }
    }
  }

  /**
   * One past the last position that is certain to be in a table if it belongs there, by partition.
   * What is accepted after the ends were read starts behind them.
   */
  private Map<Integer, Long> certainEnds(String table) {
    Map<Integer, Long> ends = new HashMap<>();
    for (int partition : manifests.settledEnds().keySet()) {
      ends.put(partition, manifests.acceptedEnd(partition));
    }
    long after = 0;
    List<Manifest> page;
    do {
      page = manifests.unsettled(after, PAGE_MANIFESTS);
      for (Manifest manifest : page) {
        if (manifest.pending().contains(table)) {
          ends.computeIfPresent(
              manifest.part().partition(), (p, end) -> Math.min(end, manifest.part().from()));
        }
        after = manifest.id();
      }
    } while (page.size() == PAGE_MANIFESTS);
    return ends;
  }

  /** Waits for what runs, for a few seconds: what is cut short has changed nothing. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("A table is still being merged");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
