package io.datahem.pipeline;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The durable store of manifests: what fixes the outcome of log positions, once, before any table
 * is touched. A serialisable value; {@link #open} on the worker. A new store extends {@code
 * ManifestStoreContractTest}.
 */
public interface ManifestStore extends Serializable {

  /** Opens a session; thread-safe. */
  Session open();

  /** Work with the store. */
  interface Session extends AutoCloseable {

    /**
     * Takes a partition for a reader. From now on parts under an older claim are refused.
     *
     * @param owner names the job, so that a fenced one can be told from a restarted one
     * @return the claim, and the end that is accepted: where to read on
     */
    Claim claim(String owner, int partition);

    /**
     * Accepts a part if it starts exactly at its partition's accepted end and carries the newest
     * claim. Durable when it returns {@link Verdict#ACCEPTED}: the outcome of its positions is
     * fixed.
     */
    Verdict accept(Part part);

    /** The end that is accepted for a partition, 0 when nothing is. */
    long acceptedEnd(int partition);

    /**
     * Manifests accepted and not settled, in the order they were accepted, at most {@code limit}.
     */
    List<Manifest> unsettled(int limit);

    /** Marks manifests as committed in every table. */
    void settle(Collection<Long> ids);

    /** One past the last settled position, by partition. */
    Map<Integer, Long> settledEnds();

    /** The books: totals of what is accepted, by stream and hour, from the first position on. */
    List<BookLine> books();

    @Override
    void close();
  }

  /**
   * A reader's hold on a partition.
   *
   * @param claim grows with each one granted for the partition
   * @param acceptedEnd where to read on
   */
  record Claim(long claim, long acceptedEnd) {}

  /** An accepted part with its number in the store. */
  record Manifest(long id, Part part) {}

  /** What became of a part. */
  enum Verdict {
    /** Its outcome is fixed. */
    ACCEPTED,
    /** Its positions were accepted before: drop it. */
    COVERED,
    /**
     * It does not start at the accepted end: positions are missing or overlap. The reader must
     * start again.
     */
    MISPLACED,
    /** A newer claim of the same job holds the partition: drop it. */
    STALE,
    /** Another job holds the partition: stop and write nothing more. */
    FENCED
  }
}
