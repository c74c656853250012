package io.datahem.connectors.iceberg.parquet;

/** A row of many that cannot be written. Others may be written in part: the file is spoilt. */
public final class RowWriteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int row;

  RowWriteException(int row, RuntimeException cause) {
    super("Cannot write row " + row + " of those given: " + cause, cause);
    this.row = row;
  }

  /** Which one, from 0. */
  public int row() {
    return row;
  }
}
