package io.datahem.pipeline;

/** What a warehouse could not do. */
public final class WarehouseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whose fault it is. */
  public enum Reason {
    /** The table cannot be changed in place into what the contract asks for. */
    TABLE_INCOMPATIBLE,
    /** It may work later: the catalog or the store is not reachable, the disk is full. */
    WAREHOUSE_UNAVAILABLE
  }

  private final Reason reason;
  private final String column;

  public WarehouseException(Reason reason, String message) {
    this(reason, message, "");
  }

  /**
   * One column's fault.
   *
   * @param column its path, as in {@code Column.path()}; empty when it is no column's
   */
  public WarehouseException(Reason reason, String message, String column) {
    super(message);
    this.reason = reason;
    this.column = column;
  }

  public WarehouseException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.column = "";
  }

  /** The path of the column whose fault it is; empty when it is no column's. */
  public String column() {
    return column;
  }

  /** The stable code. */
  public Reason reason() {
    return reason;
  }
}
