package io.datahem.pipeline;

import org.jspecify.annotations.Nullable;

/** A row that a table's writer cannot write: its file is spoilt, and must be aborted. */
public final class RowRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Object[] row;

  /**
   * A refusal.
   *
   * @param row the row, as it was appended
   * @param cause what is wrong with it
   */
  public RowRefusedException(@Nullable Object[] row, Throwable cause) {
    super("Cannot write a row: " + cause.getMessage(), cause);
    this.row = row;
  }

  /** The row that was refused. */
  public @Nullable Object[] row() {
    return row;
  }
}
