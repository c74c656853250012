package io.datahem.pipeline;

import io.datahem.pipeline.ids.IdCounts;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How a job does in this JVM: what is committed, how fresh it was when it was, what went wrong
 * last. Outlives the workers that an engine restarts. Thread-safe.
 */
public final class JobStatus {
  private static final long MAX_FRESHNESS_MILLIS = 24 * 3600_000L;
  private static final Map<String, JobStatus> BY_OWNER = new ConcurrentHashMap<>();

  private final LongAdder committedRows = new LongAdder();
  private final LongAdder commits = new LongAdder();
  private final AtomicReference<@Nullable String> lastProblem = new AtomicReference<>();
  private final ProblemCounts problems = new ProblemCounts();
  private final IdCounts ids = new IdCounts();
  private final BookCounts books = new BookCounts();
  private volatile int pendingParts;
  private volatile boolean ready;
  private volatile Map<String, StreamState> streams = Map.of();
  private final CompletableFuture<Void> fenced = new CompletableFuture<>();
  private volatile CommitListener listener = (table, rows, freshnessMillis) -> {};
  private volatile Histogram freshness = new ConcurrentHistogram(MAX_FRESHNESS_MILLIS, 2);

  /**
   * A stream, as the job has it.
   *
   * @param version the contract's version that its events are decoded with; 0 when there is none,
   *     and its events are dead letters
   * @param problem why that is not the newest version, with its code; empty when it is
   */
  public record StreamState(int version, String problem) {

    /** Whether its newest contract cannot be used; it is tried again all the while. */
    public boolean isParked() {
      return !problem.isEmpty();
    }
  }

  /** Hears of commits, on the threads that make them. */
  public interface CommitListener {

    /**
     * A table has more rows.
     *
     * @param freshnessMillis since the collection of the oldest event among them
     */
    void committed(String table, long rows, long freshnessMillis);
  }

  /** The status of a job, by its owner's name. */
  public static JobStatus of(String owner) {
    return BY_OWNER.computeIfAbsent(owner, o -> new JobStatus());
  }

  private JobStatus() {}

  /** True once a worker has its contracts and tables and reads the log. */
  public boolean isReady() {
    return ready;
  }

  /** True when a newer job has taken over: this one writes nothing more. */
  public boolean isFenced() {
    return fenced.isDone();
  }

  /** Runs an action once the job is fenced, at once when it is; on whichever thread found out. */
  public void whenFenced(Runnable action) {
    var unused = fenced.thenRun(action);
  }

  /** The last problem met, null when there was none. */
  public @Nullable String lastProblem() {
    return lastProblem.get();
  }

  /** What was not right about events that are rows, counted since the job started. */
  public ProblemCounts problems() {
    return problems;
  }

  /** Every live stream, by its name. */
  public Map<String, StreamState> streams() {
    return streams;
  }

  /** Why streams are not on their newest contract, by their names. */
  public Map<String, String> parked() {
    Map<String, String> parked = new TreeMap<>();
    streams.forEach(
        (stream, state) -> {
          if (state.isParked()) {
            parked.put(stream, state.problem());
          }
        });
    return parked;
  }

  /** Rows committed to the tables since the job started, the raw table's included. */
  public long committedRows() {
    return committedRows.sum();
  }

  /** Commits made since the job started. */
  public long commits() {
    return commits.sum();
  }

  /** What became of the accepted events, this job's and those before. */
  public BookCounts books() {
    return books;
  }

  /** How many callers' ids are remembered, by which retries are known. */
  public IdCounts ids() {
    return ids;
  }

  /** Accepted parts that some table does not hold yet. */
  public int pendingParts() {
    return pendingParts;
  }

  void pendingParts(int parts) {
    pendingParts = parts;
  }

  /** Milliseconds from the collection of the oldest event of a commit to its being visible. */
  public Histogram freshness() {
    return freshness.copy();
  }

  /** Starts the freshness figures anew. */
  public void resetFreshness() {
    freshness = new ConcurrentHistogram(MAX_FRESHNESS_MILLIS, 2);
  }

  /** Has each commit told to a listener, the one before is told no more. */
  public void onCommit(CommitListener next) {
    listener = next;
  }

  void nowReady() {
    ready = true;
  }

  /** A reader was refused its claim, or a writer its part, because of a newer job. */
  public void nowFenced() {
    fenced.complete(null);
  }

  void live(Map<String, StreamState> now) {
    streams = Map.copyOf(now);
  }

  void problem(String problem) {
    lastProblem.set(problem);
  }

  void committed(String table, long rows, long freshnessMillis) {
    commits.increment();
    committedRows.add(rows);
    listener.committed(table, rows, freshnessMillis);
    freshness.recordValue(Math.min(MAX_FRESHNESS_MILLIS, Math.max(0, freshnessMillis)));
  }
}
