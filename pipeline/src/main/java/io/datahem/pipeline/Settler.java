package io.datahem.pipeline;

import io.datahem.pipeline.ManifestStore.Manifest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Commits the files of accepted manifests, each table by itself: a table takes in one commit
 * whatever has gathered while its last one ran, and a table that cannot be committed holds up no
 * other. Nothing here decides an outcome; what is not committed when the process dies is found
 * again in the manifest store. Thread-safe.
 *
 * <p>Once the job is fenced nothing more is committed here.
 *
 * <p>Bounded: with {@code maxPendingManifests} waiting, {@link #awaitRoom} blocks, and so does
 * reading.
 */
final class Settler implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int PAGE_MANIFESTS = 500;
  private static final long WATCH_MILLIS = 1_000;
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final Warehouse.Session warehouse;
  private final ManifestStore.Session manifests;
  private final JobStatus status;
  private final String owner;
  private final long job;
  private final int maxPendingManifests;
  private final Housekeeping housekeeping;
  private final Map<String, TableQueue> queues = new ConcurrentHashMap<>();
  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(
          THREADS,
          task -> {
            Thread thread = new Thread(task, "datahem-settle");
            thread.setDaemon(true);
            return thread;
          });
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();
  private final AtomicInteger pending = new AtomicInteger();

  /** The ids of the manifests that wait. */
  private final Set<Long> waiting = ConcurrentHashMap.newKeySet();

  private Settler(
      Warehouse.Session warehouse, ManifestStore.Session manifests, JobSettings settings) {
    this.warehouse = warehouse;
    this.manifests = manifests;
    this.owner = settings.owner();
    this.job = manifests.register(owner);
    this.status = JobStatus.of(owner);
    this.maxPendingManifests = settings.maxPendingManifests();
    this.housekeeping = new Housekeeping(warehouse, manifests, status);
  }

  /** Fences older jobs and starts, with whatever they left unsettled. */
  static Settler start(
      Warehouse.Session warehouse, ManifestStore.Session manifests, JobSettings settings) {
    Settler settler = new Settler(warehouse, manifests, settings);
    settler.recover();
    settler.watchOwner();
    settler.housekeeping.start();
    return settler;
  }

  /** The job's number. */
  long job() {
    return job;
  }

  /** A job that has nothing to do would never be told that it is fenced. */
  private void watchOwner() {
    var unused =
        threads.scheduleWithFixedDelay(
            () -> {
              try {
                if (manifests.isFenced(owner)) {
                  status.nowFenced();
                  signal();
                } else if (pending.get() == 0) {
                  recover();
                }
              } catch (RuntimeException e) {
                status.problem(String.valueOf(e.getMessage()));
              }
            },
            WATCH_MILLIS,
            WATCH_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  /**
   * Takes in what is accepted and waits for nobody: of an earlier job, or of an older one that was
   * fenced between an acceptance and its commits. Such a part may be accepted after this job's
   * start, until its partition is claimed.
   */
  void recover() {
    long after = 0;
    List<Manifest> page;
    do {
      page = manifests.unsettled(after, PAGE_MANIFESTS);
      for (Manifest manifest : page) {
        submit(manifest);
        after = manifest.id();
      }
    } while (page.size() == PAGE_MANIFESTS);
  }

  /** Has a manifest's files committed to the tables that do not hold them yet. */
  void submit(Manifest manifest) {
    if (!waiting.add(manifest.id())) {
      return;
    }
    status.pendingParts(pending.incrementAndGet());
    PendingManifest whole =
        new PendingManifest(manifest, manifest.pending(), () -> settled(manifest.id()));
    for (String table : manifest.pending()) {
      boolean waits =
          queues
              .computeIfAbsent(
                  table,
                  name -> new TableQueue(name, job, warehouse, manifests, housekeeping, this::wake))
              .add(whole);
      if (!waits) {
        whole.settledBy(table);
      }
    }
    for (String table : manifest.pending()) {
      wakeNow(table);
    }
    if (manifest.pending().isEmpty()) {
      settled(manifest.id());
    }
  }

  /** Blocks while too many manifests wait. */
  void awaitRoom() {
    await(() -> pending.get() < maxPendingManifests);
  }

  /** Blocks until a table holds everything that was submitted for it. */
  void awaitTable(String table) {
    await(
        () -> {
          TableQueue queue = queues.get(table);
          return queue == null || queue.isEmpty();
        });
  }

  private void wakeNow(String table) {
    wake(table, Duration.ZERO);
  }

  private void wake(String table, Duration delay) {
    TableQueue queue = queues.get(table);
    if (queue != null && queue.schedule() && !threads.isShutdown()) {
      // Its outcome is the queue's own affair.
      var unused = threads.schedule(() -> run(queue), delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void run(TableQueue queue) {
    if (status.isFenced()) {
      // The newer job has found these manifests in the store, and commits them.
      return;
    }
    queue.commit(status);
    signal();
  }

  private void settled(long id) {
    waiting.remove(id);
    status.pendingParts(pending.decrementAndGet());
    signal();
  }

  private void signal() {
    lock.lock();
    try {
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void await(java.util.function.BooleanSupplier done) {
    lock.lock();
    try {
      while (!done.getAsBoolean()) {
        if (!progress.await(1, TimeUnit.SECONDS) && threads.isShutdown()) {
          throw new IllegalStateException("Cannot wait for commits: the settler is closed");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot wait for commits: interrupted", e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Commits what has gathered, for a few seconds at most; the rest is found in the manifests by the
   * next worker.
   */
  @Override
  public void close() {
    housekeeping.close();
    long deadline = System.nanoTime() + DRAIN.toNanos();
    lock.lock();
    try {
      while (pending.get() > 0 && !status.isFenced() && System.nanoTime() < deadline) {
        progress.awaitNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    threads.shutdownNow();
    try {
      threads.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
