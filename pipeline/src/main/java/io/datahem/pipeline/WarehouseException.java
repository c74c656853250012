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

  public WarehouseException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public WarehouseException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** The stable code. */
  public Reason reason() {
    return reason;
  }
}
