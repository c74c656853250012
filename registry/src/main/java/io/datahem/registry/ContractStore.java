package io.datahem.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.contracts.ContractSnapshot;
import io.datahem.contracts.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/**
 * Contracts on disk, in SQLite: the live files verbatim, and every version of every stream. A push
 * is one transaction: it is there whole after a crash, or not at all. Thread-safe; one writer at a
 * time.
 */
final class ContractStore implements AutoCloseable {
  private static final int BUSY_MILLIS = 10_000;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE IF NOT EXISTS generations (generation INTEGER PRIMARY KEY AUTOINCREMENT, pushed_at TEXT NOT NULL)",
          "CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, text TEXT NOT NULL)",
          "CREATE TABLE IF NOT EXISTS versions (stream TEXT NOT NULL, version INTEGER NOT NULL, message TEXT NOT NULL,"
              + " table_name TEXT NOT NULL, fingerprint TEXT NOT NULL, descriptor_set BLOB NOT NULL,"
              + " sources TEXT NOT NULL, pushed_at TEXT NOT NULL, PRIMARY KEY (stream, version))");
  private static final String COLUMNS =
      "stream, version, message, table_name, fingerprint, descriptor_set, sources, pushed_at";

  private final Connection connection;

  private ContractStore(Connection connection) {
    this.connection = connection;
  }

  /** Opens the store of a directory, which is made when it is not there. */
  static ContractStore open(Path directory) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    try {
      Files.createDirectories(directory);
      Connection connection =
          config.createConnection("jdbc:sqlite:" + directory.resolve("registry.db"));
      try (Statement statement = connection.createStatement()) {
        for (String table : TABLES) {
          statement.execute(table);
        }
      }
      return new ContractStore(connection);
    } catch (IOException | SQLException e) {
      throw new IllegalStateException(
          "Cannot keep contracts under " + directory + ": " + e.getMessage(), e);
    }
  }

  synchronized long generation() {
    return query("SELECT coalesce(max(generation), 0) FROM generations", row -> row.getLong(1))
        .get(0);
  }

  /** Every live file. */
  synchronized List<SourceFile> files() {
    return query(
        "SELECT path, text FROM files ORDER BY path",
        row -> new SourceFile(row.getString(1), row.getString(2)));
  }

  /** The newest version of every stream. */
  synchronized List<StoredVersion> newest() {
    return query(
        "SELECT "
            + COLUMNS
            + " FROM versions v WHERE version = (SELECT max(version) FROM versions w"
            + " WHERE w.stream = v.stream) ORDER BY stream",
        ContractStore::version);
  }

  synchronized Optional<StoredVersion> newest(String stream) {
    return query(
            "SELECT " + COLUMNS + " FROM versions WHERE stream = ? ORDER BY version DESC LIMIT 1",
            ContractStore::version,
            stream)
        .stream()
        .findFirst();
  }

  synchronized Optional<StoredVersion> find(String stream, int version) {
    return query(
            "SELECT " + COLUMNS + " FROM versions WHERE stream = ? AND version = ?",
            ContractStore::version,
            stream,
            version)
        .stream()
        .findFirst();
  }

  /** The versions of a stream, oldest first: number and time. */
  synchronized List<StoredVersion> history(String stream) {
    return query(
        "SELECT " + COLUMNS + " FROM versions WHERE stream = ? ORDER BY version",
        ContractStore::version,
        stream);
  }

  synchronized ContractSnapshot snapshot() {
    return new ContractSnapshot(
        generation(),
        newest().stream()
            .map(
                v ->
                    new ContractSnapshot.Entry(
                        v.stream(), v.message(), v.version(), v.descriptorSet()))
            .toList());
  }

  /** Makes files and versions live, all or none. */
  synchronized long save(List<SourceFile> files, List<StoredVersion> versions, String now) {
    try {
      connection.setAutoCommit(false);
      try {
        for (SourceFile file : files) {
          update(
              "INSERT INTO files (path, text) VALUES (?, ?) ON CONFLICT (path) DO UPDATE SET text = excluded.text",
              file.path(),
              file.text());
        }
        for (StoredVersion version : versions) {
          update(
              "INSERT INTO versions (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
              version.stream(),
              version.version(),
              version.message(),
              version.table(),
              version.fingerprint(),
              version.descriptorSet(),
              JSON.writeValueAsString(version.sources()),
              version.pushedAt());
        }
        update("INSERT INTO generations (pushed_at) VALUES (?)", now);
        connection.commit();
      } catch (SQLException | JsonProcessingException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
      return generation();
    } catch (SQLException | JsonProcessingException e) {
      throw new IllegalStateException("Cannot store contracts: " + e.getMessage(), e);
    }
  }

  /** Makes a value of a row. */
  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> query(String sql, RowReader<T> reader, Object... values) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      List<T> rows = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(reader.read(row));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot read contracts: " + e.getMessage(), e);
    }
  }

  private void update(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  private static StoredVersion version(ResultSet row) throws SQLException {
    try {
      return new StoredVersion(
          row.getString(1),
          row.getInt(2),
          row.getString(3),
          row.getString(4),
          row.getString(5),
          row.getBytes(6),
          JSON.readValue(row.getString(7), new TypeReference<List<SourceFile>>() {}),
          row.getString(8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot read the sources of " + row.getString(1), e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot close the contract store: " + e.getMessage(), e);
    }
  }
}
