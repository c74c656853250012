package io.datahem.connectors.iceberg.sql;

import io.datahem.connectors.iceberg.sql.QueryException.Reason;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** DuckDB's failures as ours. Its messages begin with their kind: {@code Binder Error: …}. */
final class Failures {

  static QueryException of(SQLException failure) {
    String message = message(failure);
    Reason reason = reason(message);
    return new QueryException(reason, text(reason, message), failure);
  }

  private static Reason reason(String message) {
    if (message.startsWith("Out of Memory Error")) {
      return Reason.SQL_TOO_LARGE;
    }
    if (message.startsWith("INTERRUPT Error")) {
      return Reason.SQL_CANCELLED;
    }
    if (message.startsWith("Permission Error")) {
      return Reason.SQL_NOT_READ_ONLY;
    }
    return message.startsWith("IO Error") ? Reason.WAREHOUSE_UNAVAILABLE : Reason.SQL_INVALID;
  }

  private static String text(Reason reason, String message) {
    return switch (reason) {
      case SQL_TOO_LARGE ->
          "Cannot run the statement: it needs more memory than it may have. Read less (WHERE, fewer"
              + " columns) or aggregate earlier.";
      case SQL_CANCELLED -> "Cannot finish the statement: it was cancelled";
      case WAREHOUSE_UNAVAILABLE ->
          "Cannot read a data file: " + message + ". Run the statement again.";
      case SQL_NOT_READ_ONLY, SQL_INVALID, TABLE_UNKNOWN, SQL_TIMEOUT ->
          "Cannot run the statement: " + message;
    };
  }

  private static String message(SQLException failure) {
    @Nullable String message = failure.getMessage();
    return message == null ? failure.toString() : message.strip();
  }

  private Failures() {}
}
