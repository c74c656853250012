package io.datahem.registry.store;

import io.datahem.registry.store.RegistryStore.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a database, opened again when it was lost. Thread-safe; one caller at a time.
 */
final class Database implements AutoCloseable {
  private static final int CHECK_SECONDS = 2;

  private final Dialect dialect;
  private final Opener opener;
  private @Nullable Connection connection;

  Database(Dialect dialect, Opener opener) {
    this.dialect = dialect;
    this.opener = opener;
  }

  /** Opens a connection. */
  interface Opener {
    Connection open() throws SQLException;
  }

  /** Makes a value of a row. */
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Several statements of one transaction. */
  interface Work<T> {
    T run(Session session) throws SQLException;
  }

  /** Makes the tables that are not there. */
  synchronized void prepare() throws SQLException {
    try (Statement statement = open().createStatement()) {
      for (String table : dialect.tables()) {
        statement.execute(table);
      }
    }
  }

  /** One statement. */
  <T> List<T> query(String sql, RowReader<T> reader, Object... values) {
    return again(() -> new Session(open()).query(sql, reader, values));
  }

  /** Reads of one moment. */
  <T> T read(Work<T> work) {
    return again(() -> transaction(work));
  }

  private interface Reading<T> {
    T run() throws SQLException;
  }

  /** Reads; once more on a new connection when the old one was lost. */
  private synchronized <T> T again(Reading<T> reading) {
    try {
      return reading.run();
    } catch (SQLException e) {
      if (isAlive()) {
        throw unreadable(e);
      }
    }
    try {
      return reading.run();
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private static StoreException unreadable(SQLException e) {
    return new StoreException("Cannot read contracts: " + e.getMessage(), e);
  }

  /** Writes, all or none; none when there is nothing to return. */
  synchronized <T> Optional<T> write(Work<Optional<T>> work) {
    try {
      return transaction(
          session -> {
            if (!dialect.beforeWriting().isEmpty()) {
              session.update(dialect.beforeWriting());
            }
            Optional<T> result = work.run(session);
            if (result.isEmpty()) {
              session.connection.rollback();
            }
            return result;
          });
    } catch (SQLException e) {
      isAlive();
      throw new StoreException("Cannot store contracts: " + e.getMessage(), e);
    }
  }

  private <T> T transaction(Work<T> work) throws SQLException {
    Connection now = open();
    now.setAutoCommit(false);
    try {
      T result = work.run(new Session(now));
      now.commit();
      return result;
    } catch (SQLException | RuntimeException e) {
      rollBack(now);
      throw e;
    } finally {
      restore(now);
    }
  }

  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The connection is lost, and the transaction with it.
    }
  }

  private static void restore(Connection connection) {
    try {
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      // The connection is lost: the next caller opens another.
    }
  }

  private Connection open() throws SQLException {
    Connection now = connection;
    if (now == null || now.isClosed()) {
      now = opener.open();
      connection = now;
    }
    return now;
  }

  /** Whether the connection is of use; one that is not is closed. */
  private boolean isAlive() {
    Connection now = connection;
    try {
      if (now != null && now.isValid(CHECK_SECONDS)) {
        return true;
      }
      close();
    } catch (SQLException | StoreException e) {
      connection = null;
    }
    return false;
  }

  @Override
  public synchronized void close() {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      throw new StoreException("Cannot close the contract store: " + e.getMessage(), e);
    }
  }

  /** Statements in a transaction. */
  static final class Session {
    private final Connection connection;

    private Session(Connection connection) {
      this.connection = connection;
    }

    <T> List<T> query(String sql, RowReader<T> reader, Object... values) throws SQLException {
      try (PreparedStatement statement = prepare(sql, values)) {
        List<T> rows = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            rows.add(reader.read(row));
          }
        }
        return rows;
      }
    }

    void update(String sql, @Nullable Object... values) throws SQLException {
      try (PreparedStatement statement = prepare(sql, values)) {
        statement.executeUpdate();
      }
    }

    private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
      PreparedStatement statement = connection.prepareStatement(sql);
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement;
    }
  }
}
