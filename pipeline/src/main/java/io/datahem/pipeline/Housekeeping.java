package io.datahem.pipeline;

import io.datahem.pipeline.ManifestStore.Manifest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the tables tidy beside their commits, on a thread of its own: a table is maintained when
 * {@link #FILES_UNTIL_MAINTAINED} files have come to it, and at its first commit, as nobody knows
 * what gathered before. Orphans go once a day. A failure is said and tried again at the next
 * occasion; it delays no commit. Thread-safe.
 */
final class Housekeeping implements AutoCloseable {
  static final int FILES_UNTIL_MAINTAINED = 32;

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final Duration ORPHAN_AGE = Duration.ofHours(24);
  private static final Duration FIRST_SWEEP = Duration.ofMinutes(1);
  private static final Duration BETWEEN_SWEEPS = Duration.ofHours(24);
  private static final Duration STOP = Duration.ofSeconds(5);
  private static final int PAGE_MANIFESTS = 500;

  private final Warehouse.Session warehouse;
  private final ManifestStore.Session manifests;
  private final JobStatus status;

  private final Map<String, Arrivals> arrivals = new ConcurrentHashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "datahem-housekeeping");
            thread.setDaemon(true);
            return thread;
          });

  Housekeeping(Warehouse.Session warehouse, ManifestStore.Session manifests, JobStatus status) {
    this.warehouse = warehouse;
    this.manifests = manifests;
    this.status = status;
  }

  /** Has orphans removed from now on. */
  void start() {
    var unused =
        thread.scheduleWithFixedDelay(
            () -> tidy("remove orphan files", this::removeOrphans),
            FIRST_SWEEP.toMillis(),
            BETWEEN_SWEEPS.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Files have come to a table. */
  void committed(String table, int files) {
    Arrivals since = arrivals.computeIfAbsent(table, name -> new Arrivals());
    if (since.add(files) && !thread.isShutdown()) {
      thread.execute(
          () -> {
            since.taken();
            tidy("maintain table " + table, () -> warehouse.maintain(table));
          });
    }
  }

  private void removeOrphans() {
    Set<String> keep = new HashSet<>();
    long after = 0;
    List<Manifest> page;
    do {
      page = manifests.unsettled(after, PAGE_MANIFESTS);
      for (Manifest manifest : page) {
        manifest.part().files().forEach(file -> keep.add(file.path()));
        after = manifest.id();
      }
    } while (page.size() == PAGE_MANIFESTS);
    int removed = warehouse.removeOrphans(keep, ORPHAN_AGE);
    if (removed > 0) {
      LOG.info("Removed {} files that no table names.", removed);
    }
  }

  private void tidy(String what, Runnable work) {
    if (status.isFenced() || thread.isShutdown()) {
      return;
    }
    try {
      work.run();
    } catch (RuntimeException e) {
      if (!thread.isShutdown()) {
        status.problem("Cannot " + what + ": " + e.getMessage() + ". It is tried again later.");
        LOG.debug("Cannot {}", what, e);
      }
    }
  }

  /** Waits for what runs, for a few seconds: what is cut short has changed nothing. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("A table is still being maintained");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Files that came to a table since it was last maintained. */
  private static final class Arrivals {
    private int files = FILES_UNTIL_MAINTAINED;
    private boolean waiting;

    /** True when the caller is to have the table maintained. */
    synchronized boolean add(int more) {
      files += more;
      boolean due = !waiting && files >= FILES_UNTIL_MAINTAINED;
      waiting |= due;
      return due;
    }

    synchronized void taken() {
      files = 0;
      waiting = false;
    }
  }
}
