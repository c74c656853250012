package io.datahem.pipeline;

import io.datahem.pipeline.Warehouse.Table;
import io.datahem.pipeline.ids.SeenIds;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the steps of one job share in one JVM: sessions, live streams, the settler. Opened by the
 * first step that needs it, closed by the last; an engine that restarts its tasks gets a fresh one.
 * Thread-safe.
 */
final class Worker implements AutoCloseable {
  private static final Map<String, Worker> OPEN = new HashMap<>();

  /** Positions whose row could not be written, by job: they outlive the worker that met them. */
  private static final Map<String, Set<String>> UNWRITABLE = new ConcurrentHashMap<>();

  private final JobSettings settings;
  private final Warehouse.Session warehouse;
  private final TypedStreams.Session typed;
  private final ManifestStore.Session manifests;
  private final LiveStreams streams;
  private final Settler settler;
  private final ReportingMerges reporting;
  private final ProblemCounts problems;
  private final FileClosing closing = new FileClosing();
  private final OpenParts parts;
  private final Table raw;
  private final Table deadLetters;
  private final Table drops;
  private final Set<String> unwritable;
  private int users;

  private Worker(JobParts ends) {
    settings = ends.settings();
    unwritable = UNWRITABLE.computeIfAbsent(settings.owner(), o -> ConcurrentHashMap.newKeySet());
    problems = JobStatus.of(settings.owner()).problems();
    typed = ends.typed().open();
    warehouse = new PublishingWarehouse(ends.warehouse().open(), typed);
    manifests = ends.manifests().open();
    raw = warehouse.prepare(RawTable.PLAN);
    deadLetters = warehouse.prepare(DeadLetterTable.PLAN);
    drops = warehouse.prepare(DropTable.PLAN);
    JobStatus.of(settings.owner()).books().start(manifests.books());
    settler = Settler.start(warehouse, manifests, settings);
    StreamPlans plans = new StreamPlans(warehouse, ends.publishes());
    streams = LiveStreams.start(ends.contracts(), plans, JobStatus.of(settings.owner()));
    reporting =
        new ReportingMerges(
            warehouse, manifests, settler.job(), JobStatus.of(settings.owner()), System::nanoTime);
    reporting.start(streams::tables);
    parts =
        new OpenParts(
            new PartCadence(settings.partMillis()),
            (first, ids) -> new OpenPart(this, first, ids),
            this::recentIds,
            System::nanoTime);
    JobStatus.of(settings.owner()).nowReady();
  }

  /** The job's worker in this JVM. Every call is matched by one of {@link #release}. */
  static synchronized Worker acquire(JobParts ends) {
    String job = ends.settings().owner();
    if (JobStatus.of(job).isFenced()) {
      throw new FencedException(job);
    }
    Worker worker = OPEN.computeIfAbsent(job, owner -> new Worker(ends));
    worker.users++;
    return worker;
  }

  void release() {
    synchronized (Worker.class) {
      users--;
      if (users == 0) {
        OPEN.remove(settings.owner());
        close();
      }
    }
  }

  JobSettings settings() {
    return settings;
  }

  Warehouse.Session warehouse() {
    return warehouse;
  }

  TypedStreams.Session typed() {
    return typed;
  }

  ManifestStore.Session manifests() {
    return manifests;
  }

  /** What was not right about the job's rows. */
  ProblemCounts problems() {
    return problems;
  }

  LiveStreams streams() {
    return streams;
  }

  /** What is being written. */
  OpenParts parts() {
    return parts;
  }

  /** Closes the files of parts. */
  FileClosing closing() {
    return closing;
  }

  Settler settler() {
    return settler;
  }

  Table raw() {
    return raw;
  }

  Table deadLetters() {
    return deadLetters;
  }

  Table drops() {
    return drops;
  }

  /**
   * The callers' ids that a retry in a partition may carry: those kept in files, and what these
   * lack up to the partition's accepted end from the raw table.
   */
  SeenIds recentIds(int partition) {
    // The partition was just claimed: nothing of an older claim is accepted from now on.
    settler.recover();
    settler.awaitTable(RawTable.NAME);
    Duration horizon = settings.duplicateHorizon();
    Duration longest = Duration.ofHours(streams.longestDuplicateHours());
    SeenIds ids =
        SeenIds.open(
            Path.of(settings.idDirectory()),
            partition,
            new SeenIds.Horizon(horizon, longest),
            settings.maxIdsPerPartition(),
            JobStatus.of(settings.owner()).ids());
    SeenIds.Restoration missing = ids.restore(manifests.acceptedEnd(partition));
    long since =
        Instant.now().minus(longest.compareTo(horizon) > 0 ? longest : horizon).toEpochMilli();
    warehouse.recentIds(
        RawTable.NAME,
        partition,
        ids.coveredEnd(),
        since,
        (stream, id, offset, time) ->
            missing.own(new SeenIds.Seen(canonical(stream), id, offset, time), hours(stream)));
    long grown = manifests.grownAtMillis();
    if (grown > Math.max(since, ids.grownAtMillis())) {
      // What was collected before the log grew stands where keys landed then.
      for (int other : manifests.settledEnds().keySet()) {
        if (other != partition) {
          readElsewhere(other, since, grown, missing);
        }
      }
    }
    missing.end(grown);
    return ids;
  }

  private void readElsewhere(int partition, long since, long until, SeenIds.Restoration missing) {
    warehouse.recentIds(
        RawTable.NAME,
        partition,
        0,
        since,
        (stream, id, offset, timeMillis) -> {
          if (timeMillis < until) {
            missing.elsewhere(
                new SeenIds.Seen(canonical(stream), id, offset, timeMillis), hours(stream));
          }
        });
  }

  boolean isUnwritable(int partition, long offset) {
    // There is hardly ever one, and every event is asked for.
    return !unwritable.isEmpty() && unwritable.contains(partition + ":" + offset);
  }

  void markUnwritable(int partition, long offset) {
    unwritable.add(partition + ":" + offset);
  }

  private int hours(String name) {
    StreamPlan plan = streams.find(name, Instant.EPOCH);
    return plan == null ? 0 : plan.duplicateHours();
  }

  private String canonical(String name) {
    StreamPlan plan = streams.find(name, Instant.EPOCH);
    return plan == null ? name : plan.stream();
  }

  @Override
  public void close() {
    parts.close();
    closing.close();
    reporting.close();
    streams.close();
    settler.close();
    manifests.close();
    warehouse.close();
  }
}
