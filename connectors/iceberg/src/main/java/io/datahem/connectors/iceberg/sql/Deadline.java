package io.datahem.connectors.iceberg.sql;

import io.datahem.connectors.iceberg.sql.QueryException.Reason;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a statement that takes too long or is cancelled. The driver's own timeout ends with the
 * first row of a streamed result, and its cancel is deaf between rows: so both are asked for before
 * every row, too. Thread-safe.
 */
final class Deadline {
  private final Statement statement;
  private final Duration timeout;
  private final ScheduledFuture<?> timer;
  private volatile @Nullable Reason ended;

  Deadline(Statement statement, Duration timeout, ScheduledExecutorService timers) {
    this.statement = statement;
    this.timeout = timeout;
    this.timer =
        timers.schedule(() -> end(Reason.SQL_TIMEOUT), timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends the statement, whatever it is at. */
  void cancel() {
    end(Reason.SQL_CANCELLED);
  }

  private synchronized void end(Reason reason) {
    if (ended != null) {
      return;
    }
    ended = reason;
    try {
      statement.cancel();
    } catch (SQLException e) {
      // It is closed: there is nothing left to end.
    }
  }

  /** Goes on only while the statement may. */
  void check() {
    if (Thread.currentThread().isInterrupted()) {
      cancel();
    }
    Reason reason = ended;
    if (reason != null) {
      throw failure(reason);
    }
  }

  /** What a failure of the driver means. */
  QueryException failure(SQLException e) {
    Reason reason = ended;
    return reason == null ? Failures.of(e) : failure(reason);
  }

  private QueryException failure(Reason reason) {
    return new QueryException(
        reason,
        reason == Reason.SQL_TIMEOUT
            ? "Cannot finish the statement: it took longer than "
                + timeout.toSeconds()
                + " s. Read less (WHERE, fewer columns), or allow more time."
            : "Cannot finish the statement: it was cancelled");
  }

  void stop() {
    timer.cancel(false);
  }
}
