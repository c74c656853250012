package io.datahem.connectors.iceberg;

import io.datahem.connectors.iceberg.parquet.ParquetFile;
import io.datahem.connectors.iceberg.parquet.SharedColumns;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files of two tables that take the same events, and share the columns that have the same values
 * while each event has a row in both. It ends with the first rows that differ: so it is of use
 * where one stream is alone in a part, and costs next to nothing elsewhere. Not thread-safe.
 */
final class FilePair {
  /**
   * With fewer at first it does not begin: events that come one by one are mostly of several
   * streams, and a pair that ends leaves each file a row group more.
   */
  private static final int MIN_ROWS = 32;

  private final FanOutFile first;
  private final FanOutFile second;
  private final Map<String, String> names;
  private @Nullable SharedColumns shared;

  /**
   * Files that have no rows yet.
   *
   * @param names columns of the second by those of the first that may have the same values
   */
  FilePair(FanOutFile first, FanOutFile second, Map<String, String> names) {
    this.first = first;
    this.second = second;
    this.names = names;
  }

  /**
   * Writes the rows that wait in both.
   *
   * @return false, and none is written, when the pair has ended
   */
  boolean write() {
    if (!areRowsAlike()) {
      end();
      return false;
    }
    first.writeWaiting();
    second.writeWaiting();
    return true;
  }

  private boolean areRowsAlike() {
    int rows = first.waitingRows();
    if (second.waitingRows() != rows) {
      return false;
    }
    if (rows == 0) {
      return true;
    }
    if (shared != null) {
      return shared.holds(first.waiting(), second.waiting(), rows);
    }
    ParquetFile<@Nullable Object[]> one = first.onlyFile();
    ParquetFile<@Nullable Object[]> other = second.onlyFile();
    if (rows >= MIN_ROWS && one != null && other != null) {
      shared = SharedColumns.begin(one, other, names, first.waiting(), second.waiting(), rows);
    }
    return shared != null;
  }

  /** Each file is by itself from now on. */
  void end() {
    first.part();
    second.part();
    if (shared != null) {
      shared.end();
      shared = null;
    }
  }
}
