package io.datahem.connectors.iceberg.sql;

/** Why a statement has no result. Its message is for the person who wrote the statement. */
public final class QueryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The stable code. */
  public enum Reason {
    /** The statement is not valid SQL, or names a column or function that does not exist. */
    SQL_INVALID,
    /** The statement does anything else than read tables. */
    SQL_NOT_READ_ONLY,
    /** The statement names a table that does not exist. */
    TABLE_UNKNOWN,
    /** The statement needs more memory than it may have. */
    SQL_TOO_LARGE,
    /** The statement took longer than it may. */
    SQL_TIMEOUT,
    /** The caller cancelled the statement. */
    SQL_CANCELLED,
    /** The catalog or a data file cannot be read: it may work later. */
    WAREHOUSE_UNAVAILABLE
  }

  private final Reason reason;

  public QueryException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public QueryException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Whose fault it is. */
  public Reason reason() {
    return reason;
  }
}
