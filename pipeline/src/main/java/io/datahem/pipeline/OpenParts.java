package io.datahem.pipeline;

import io.datahem.events.EventBatch;
import io.datahem.pipeline.ids.SeenIds;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The parts being written in this JVM, one a partition. They outlive the engine's bundles: what a
 * part holds is not lost with it, as readers start at the accepted end whatever the engine
 * remembers. Thread-safe.
 */
final class OpenParts implements AutoCloseable {
  private final PartCadence cadence;
  private final Opener opener;
  private final IntFunction<SeenIds> recentIds;
  private final LongSupplier nanoTime;
  private final Map<Integer, Slot> slots = new ConcurrentHashMap<>();

  /** Opens a part that starts with a batch. */
  interface Opener {
    Writing open(EventBatch first, SeenIds ids);
  }

  /** A part being written. Not thread-safe. */
  interface Writing {

    /** True when the batch goes on where this part stands, under the same claim. */
    boolean continuesWith(EventBatch batch);

    void add(EventBatch batch);

    boolean isFull();

    /** How many tables have rows in it. */
    int files();

    /** Closes every file, durably. */
    Part close();

    /** Removes what was written. */
    void abort();
  }

  /**
   * No parts yet.
   *
   * @param recentIds the callers' ids that a partition's retries may carry
   * @param nanoTime never jumps
   */
  OpenParts(
      PartCadence cadence, Opener opener, IntFunction<SeenIds> recentIds, LongSupplier nanoTime) {
    this.cadence = cadence;
    this.opener = opener;
    this.recentIds = recentIds;
    this.nanoTime = nanoTime;
  }

  /**
   * Writes a batch's events.
   *
   * @return the partition's part, closed, when that filled it
   */
  @Nullable Part add(EventBatch batch) {
    return slot(batch.partition()).add(batch);
  }

  /** Closes a partition's part if there is one and its time has come. */
  @Nullable Part closeDue(int partition) {
    return slot(partition).closeDue();
  }

  private Slot slot(int partition) {
    return slots.computeIfAbsent(partition, none -> new Slot());
  }

  /** Removes whatever is open. */
  @Override
  public void close() {
    slots.values().forEach(Slot::abort);
  }

  /** A partition's part, and its ids, that hold for the claim they were read under. */
  private final class Slot {
    private @Nullable Writing part;
    private long openedMillis;
    private long events;
    private long waiting;
    private @Nullable SeenIds ids;
    private long claim;

    synchronized @Nullable Part add(EventBatch batch) {
      if (part != null && !part.continuesWith(batch)) {
        // The reader was replaced: it starts at the accepted end again, so what is open is void.
        abort();
      }
      waiting = batch.waiting();
      if (batch.from() == batch.end()) {
        // Nothing is covered: it says only that time has passed.
        return null;
      }
      Writing open = part == null ? open(batch) : part;
      part = open;
      boolean added = false;
      try {
        open.add(batch);
        events += batch.events().size();
        added = true;
      } finally {
        if (!added) {
          abort();
        }
      }
      return open.isFull() ? close(open) : null;
    }

    private Writing open(EventBatch batch) {
      SeenIds known = ids;
      if (known == null || claim != batch.claim()) {
        known = recentIds.apply(batch.partition());
        ids = known;
        claim = batch.claim();
      }
      openedMillis = nowMillis();
      events = 0;
      return opener.open(batch, known);
    }

    synchronized @Nullable Part closeDue() {
      Writing open = part;
      long now = nowMillis();
      return open != null && cadence.isDue(openedMillis, now, open.files(), lateMillis(now))
          ? close(open)
          : null;
    }

    /** How long what waits in the log will take, at the pace of this part. */
    private long lateMillis(long now) {
      return (long) ((double) waiting * (now - openedMillis) / Math.max(1, events));
    }

    private Part close(Writing open) {
      part = null;
      boolean closed = false;
      try {
        Part whole = open.close();
        closed = true;
        return whole;
      } finally {
        if (!closed) {
          open.abort();
        }
      }
    }

    synchronized void abort() {
      Writing open = part;
      part = null;
      if (open != null) {
        open.abort();
      }
    }
  }

  private long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
  }
}
