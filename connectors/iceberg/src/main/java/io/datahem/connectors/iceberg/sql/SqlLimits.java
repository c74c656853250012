package io.datahem.connectors.iceberg.sql;

import java.time.Duration;

/**
 * What one statement may use.
 *
 * @param memoryBytes of DuckDB's, outside the Java heap; a statement that needs more ends with
 *     {@code SQL_TOO_LARGE}, nothing is put aside on the disk
 * @param threads how many work on it
 * @param timeout from its start to its last row; beyond it ends with {@code SQL_TIMEOUT}
 */
public record SqlLimits(long memoryBytes, int threads, Duration timeout) {

  /** 1 GiB, at most 4 threads, 5 minutes. */
  public static final SqlLimits DEFAULT =
      new SqlLimits(
          1L << 30, Math.min(4, Runtime.getRuntime().availableProcessors()), Duration.ofMinutes(5));

  private static final long MIN_MEMORY_BYTES = 64L << 20;

  public SqlLimits {
    if (memoryBytes < MIN_MEMORY_BYTES) {
      throw new IllegalArgumentException(
          "Cannot limit a statement to memoryBytes "
              + memoryBytes
              + ", expected "
              + MIN_MEMORY_BYTES
              + " or more");
    }
    if (threads < 1) {
      throw new IllegalArgumentException(
          "Cannot run a statement on threads " + threads + ", expected 1 or more");
    }
    if (timeout.toMillis() < 1) {
      throw new IllegalArgumentException(
          "Cannot limit a statement to timeout " + timeout + ", expected more than nothing");
    }
  }
}
