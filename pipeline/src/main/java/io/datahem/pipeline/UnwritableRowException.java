package io.datahem.pipeline;

/**
 * A row that its table's writer refused half-way, which spoils the open file. The part is given up
 * and read again; the position is remembered and becomes a dead letter then, so that one row stops
 * nobody else.
 */
final class UnwritableRowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnwritableRowException(String table, int partition, long offset, Throwable cause) {
    super("Cannot write position " + partition + ":" + offset + " as a row of " + table, cause);
  }
}
