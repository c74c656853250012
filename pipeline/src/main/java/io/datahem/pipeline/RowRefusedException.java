package io.datahem.pipeline;

import org.jspecify.annotations.Nullable;

/** A row that a table's writer cannot write: its file is spoilt, and must be aborted. */
public final class RowRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Warehouse.Table table;
  private final transient @Nullable Object[] row;

  /**
   * A refusal.
   *
   * @param table whose row
   * @param row the row, as it was appended
   * @param cause what is wrong with it
   */
  public RowRefusedException(Warehouse.Table table, @Nullable Object[] row, Throwable cause) {
    super("Cannot write a row: " + cause.getMessage(), cause);
    this.table = table;
    this.row = row;
  }

  /** The table that it was for. */
  public Warehouse.Table table() {
    return table;
  }

  /** The row that was refused. */
  public @Nullable Object[] row() {
    return row;
  }
}
