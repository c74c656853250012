package io.datahem.connectors.iceberg.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement's rows as they come, never all in memory. Must be closed. Not thread-safe, except for
 * {@link #cancel}.
 */
public final class QueryResult implements AutoCloseable {
  private final Connection duck;
  private final PreparedStatement statement;
  private final Deadline deadline;
  private final Runnable onClose;
  private final ResultSet rows;
  private final List<ResultColumn> columns;

  QueryResult(Connection duck, PreparedStatement statement, Deadline deadline, Runnable onClose)
      throws SQLException {
    this.duck = duck;
    this.statement = statement;
    this.deadline = deadline;
    this.onClose = onClose;
    this.rows = statement.executeQuery();
    this.columns = columns(rows.getMetaData());
  }

  private static List<ResultColumn> columns(ResultSetMetaData data) throws SQLException {
    List<ResultColumn> columns = new ArrayList<>();
    for (int i = 1; i <= data.getColumnCount(); i++) {
      columns.add(new ResultColumn(data.getColumnLabel(i), data.getColumnTypeName(i)));
    }
    return List.copyOf(columns);
  }

  public List<ResultColumn> columns() {
    return columns;
  }

  /**
   * The next row, one value per column, or null when there is none. Values are {@link Boolean},
   * numbers ({@link java.math.BigInteger} and {@link java.math.BigDecimal} where Java's own are too
   * small), {@link String}, {@code byte[]}, types of {@code java.time}, {@link List}, and {@link
   * java.util.Map} for structs.
   *
   * @throws QueryException {@code SQL_TIMEOUT}, {@code SQL_CANCELLED} (this thread is interrupted,
   *     or {@link #cancel} was called), {@code SQL_TOO_LARGE}, {@code SQL_INVALID} (a value that
   *     cannot be computed)
   */
  public @Nullable List<@Nullable Object> next() {
    deadline.check();
    try {
      if (!rows.next()) {
        return null;
      }
      List<@Nullable Object> row = new ArrayList<>(columns.size());
      for (int i = 1; i <= columns.size(); i++) {
        row.add(Values.plain(rows.getObject(i)));
      }
      return row;
    } catch (SQLException e) {
      throw deadline.failure(e);
    }
  }

  /** Ends the statement from another thread. */
  public void cancel() {
    deadline.cancel();
  }

  @Override
  public void close() {
    deadline.stop();
    onClose.run();
    try (duck;
        statement) {
      rows.close();
    } catch (SQLException e) {
      // A failed statement is closed already; the instance goes with its connection.
    }
  }
}
