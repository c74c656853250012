package io.datahem.pipeline;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
     * Makes a job known, before it does anything else. From now on older jobs are fenced. Harmless
     * to repeat.
     *
     * @param owner names the job, so that a fenced one can be told from a restarted one; a name not
     *     seen before is a newer job than all before it
     * @return the job's number: a newer one has a greater number
     * @throws FencedException when there is a newer job
     */
    long register(String owner);

    /**
     * Takes a partition for a reader. From now on parts under an older claim are refused.
     *
     * @param owner the job, registered by this if it is not yet
     * @return the claim, and the end that is accepted: where to read on
     * @throws FencedException when there is a newer job
     */
    Claim claim(String owner, int partition);

    /** True when there is a newer job than one that is registered. */
    boolean isFenced(String owner);

    /**
     * Accepts a part if it starts exactly at its partition's accepted end and carries the newest
     * claim. Durable when it returns {@link Verdict#ACCEPTED}: the outcome of its positions is
     * fixed.
     */
    Acceptance accept(Part part);

    /** The end that is accepted for a partition, 0 when nothing is. */
    long acceptedEnd(int partition);

    /**
     * Manifests that are not committed in every table yet, by rising id.
     *
     * @param afterId only those with a greater id
     * @param limit how many at most
     */
    List<Manifest> unsettled(long afterId, int limit);

    /**
     * Notes that a table holds the manifests' files. A manifest is settled when all its tables do.
     */
    void settle(String table, Collection<Long> ids);

    /**
     * Notes that the log gets more partitions: events collected before the moment may stand in
     * another partition than a retry of them.
     */
    void noteGrowth(long atMillis);

    /** The newest moment noted, milliseconds since 1970; 0 when the log never grew. */
    long grownAtMillis();

    /** One past the last settled position, by partition. */
    Map<Integer, Long> settledEnds();

    /** The books: totals of what is accepted, by stream and hour, from the first position on. */
    List<BookLine> books();

    /** Everything that the books can be proven by, as of one moment. */
    Account account();

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

  /**
   * The store's account of the log.
   *
   * @param settledEnds one past the last settled position, by partition
   * @param books totals of what is accepted
   * @param open of those, what stands beyond the settled ends
   * @param ranges everything below the settled ends
   */
  record Account(
      Map<Integer, Long> settledEnds,
      List<BookLine> books,
      List<BookLine> open,
      List<Range> ranges) {

    public Account {
      settledEnds = Map.copyOf(settledEnds);
      books = List.copyOf(books);
      open = List.copyOf(open);
      ranges = List.copyOf(ranges);
    }
  }

  /**
   * Settled positions in one piece, which stays when the manifests are forgotten and the log is
   * gone.
   *
   * @param partition the log partition
   * @param from the first position
   * @param end one past the last
   * @param events how many events stand there; fewer than positions when the log left gaps
   */
  record Range(int partition, long from, long end, long events) {

    /** True when every position holds an event. */
    public boolean isDense() {
      return events == end - from;
    }
  }

  /**
   * An accepted part.
   *
   * @param id its number in the store, growing in the order of acceptance
   * @param part the part
   * @param pending the tables that do not hold its files yet
   */
  record Manifest(long id, Part part, Set<String> pending) {

    public Manifest {
      pending = Set.copyOf(pending);
    }

    /** Names the manifest's commits for ever: its positions. */
    public String token() {
      return part.partition() + ":" + part.from() + "-" + part.end();
    }
  }

  /**
   * What the store says of a part.
   *
   * @param verdict what became of it
   * @param id its manifest's id when accepted, else 0
   */
  record Acceptance(Verdict verdict, long id) {}

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
