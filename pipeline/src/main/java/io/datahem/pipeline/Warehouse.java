package io.datahem.pipeline;

import io.datahem.contracts.table.TablePlan;
import java.io.Serializable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where rows end. A serialisable value: its clients are opened on the worker by {@link #open}. A
 * new warehouse implements this and extends {@code WarehouseContractTest} and {@code
 * FilesBesideContractTest} of the testkit.
 */
public interface Warehouse extends Serializable {

  /**
   * Opens a session. Each worker holds one; sessions of several workers and jobs work beside each
   * other.
   */
  Session open();

  /** Work with the tables. Thread-safe, except for the {@link DataFile}s it hands out. */
  interface Session extends AutoCloseable {

    /**
     * Creates the table or evolves it in place (columns added, renamed by identity, widened,
     * described) until it holds every column of the plan. Idempotent; racing callers all succeed.
     * Nothing is removed: a column that the plan no longer has stays in the table and is null in
     * new rows.
     *
     * @return what {@link #create} wants
     * @throws WarehouseException {@code TABLE_INCOMPATIBLE} when a change cannot be made in place,
     *     {@code WAREHOUSE_UNAVAILABLE} when it may work later
     */
    Table prepare(TablePlan plan);

    /** Starts data files for rows of the table, invisible until committed. */
    DataFile create(Table table);

    /**
     * The same beside an open file that takes a row of the same events: values that both have are
     * kept but once, if the warehouse likes, as long as they come alike. What is in the files is
     * what would be in them if each was alone. Whoever flushes one of them flushes both, and both
     * before they are closed.
     *
     * @param other the open file, best one without rows
     * @param names columns of this table by those of the other that may have the same values
     */
    default DataFile createBeside(DataFile other, Table table, Map<String, String> names) {
      return create(table);
    }

    /**
     * Makes files visible in their table, all or none, in one commit. Repeating is harmless,
     * whoever else commits at the same moment: a token that the table has already is left out,
     * judged against the very state that the commit replaces. The table keeps the tokens of its
     * recent commits (at least the last 20).
     *
     * @param table the files' table
     * @param job the number of the job that commits: once a newer one has committed to the table an
     *     older one is refused, however long it was paused
     * @param byToken the files by the token that names them for ever
     * @throws FencedException when a newer job has committed to the table
     */
    void commit(String table, long job, Map<String, List<WrittenFile>> byToken);

    /**
     * Tidies a table beside its commits: merges small files, lets old snapshots go, and the files
     * that only they name. Changes no row, forgets no token that {@link #commit} promises, and a
     * reader that has begun may go on for ten minutes. Costs little when there is little to do.
     */
    void maintain(String table);

    /**
     * Merges what is new in a table into its reporting table, which has of each object the newest
     * row; does nothing when the table's last plan asks for none. A merge is made whole or not at
     * all, and repeating it is harmless. Delays no commit.
     *
     * @param job the number of the job that merges, as in {@link #commit}
     * @param ends one past the last position whose row is certain to be in the table, by log
     *     partition
     * @throws FencedException when a newer job has merged
     */
    void report(String table, long job, Map<Integer, Long> ends);

    /**
     * Removes the files under the tables' directories that no table names, left by processes that
     * died.
     *
     * @param keep paths of accepted files that may not be committed yet
     * @param age only files that have not been written to for so long
     * @return how many were removed
     */
    int removeOrphans(Set<String> keep, Duration age);

    /** Removes files that no commit will ever name. A file that is gone already is no error. */
    void discard(Collection<WrittenFile> files);

    /**
     * The ids that may come again, of recent rows of the raw table (rows that have an {@code
     * id_origin}), to know a repeat by after a restart.
     *
     * @param table the raw table
     * @param partition the log partition
     * @param fromOffset rows of this offset and beyond
     * @param sinceMillis rows collected from then on, milliseconds since 1970
     * @param taker is called for each row, by no particular order
     */
    void recentIds(String table, int partition, long fromOffset, long sinceMillis, IdTaker taker);

    @Override
    void close();
  }

  /**
   * A prepared table: its plan and whatever the warehouse wants to know again when a file is
   * written.
   */
  interface Table {
    TablePlan plan();
  }

  /** Open data files of one table (one per partition value met). Not thread-safe. */
  interface DataFile {

    /**
     * Appends a row: one slot per column of the plan. Values are those of {@code ColumnType}. It
     * may wait for others, at most until {@link #flush}, and must not be changed.
     *
     * @throws RowRefusedException when it, or one that waited, cannot be written; of files beside
     *     each other maybe one of the other's
     */
    void append(@Nullable Object[] row);

    /**
     * Writes the rows that wait.
     *
     * @throws RowRefusedException when one cannot be written; of files beside each other maybe one
     *     of the other's
     */
    void flush();

    /** Bytes written so far, an estimate. */
    long bytes();

    /** Closes the files, durably. Must be called once, unless {@link #abort} is. */
    List<WrittenFile> close();

    /** Closes and removes the files. */
    void abort();
  }

  /**
   * A closed data file.
   *
   * @param table the table it was written for
   * @param path where it is
   * @param descriptor whatever the warehouse wants to know at commit, kept in the manifest as text
   * @param rows how many rows it holds
   * @param bytes its size
   */
  record WrittenFile(String table, String path, String descriptor, long rows, long bytes)
      implements Serializable {}

  /** Takes the ids of stored events. */
  interface IdTaker {
    void take(String stream, String id, long offset, long timeMillis);
  }
}
