package io.datahem.registry.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.contracts.ContractSnapshot;
import io.datahem.contracts.SourceFile;
import io.datahem.registry.store.Database.Session;
import io.datahem.registry.store.SubjectVersion.Owner;
import io.datahem.registry.store.SubjectVersion.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/** The store in an SQL database: SQLite for one registry, PostgreSQL for several. Thread-safe. */
public final class SqlStore implements RegistryStore {
  private static final String POSTGRESQL = "jdbc:postgresql:";
  private static final int CONNECT_SECONDS = 5;
  private static final int ANSWER_SECONDS = 30;
  private static final int BUSY_MILLIS = 10_000;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COLUMNS =
      "stream, version, message, table_name, fingerprint, descriptor_set, sources, pushed_at";
  private static final String NEWEST =
      "SELECT "
          + COLUMNS
          + " FROM versions v WHERE version = (SELECT max(version) FROM versions w"
          + " WHERE w.stream = v.stream) ORDER BY stream";

  /** What the subject of a stream's contract is called, behind the stream's name. */
  private static final String CONTRACT_SUBJECT = "-value";

  private static final String NEWEST_SCHEMAS =
      "SELECT subject, schema_id FROM subject_versions v WHERE owner = 'CONTRACT' AND version ="
          + " (SELECT max(version) FROM subject_versions w WHERE w.subject = v.subject"
          + " AND w.state = 'LIVE')";

  private final Database database;

  private SqlStore(Database database) {
    this.database = database;
  }

  /** Opens the store of a directory, which is made when it is not there. */
  public static SqlStore open(Path directory) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    String url = "jdbc:sqlite:" + directory.resolve("registry.db");
    try {
      Files.createDirectories(directory);
      return prepared(new Database(Dialect.SQLITE, () -> config.createConnection(url)));
    } catch (IOException | SQLException e) {
      throw new StoreException(
          "Cannot keep contracts under " + directory + ": " + e.getMessage(), e);
    }
  }

  /**
   * Opens the store of a PostgreSQL database, which more than one registry may use.
   *
   * @param url a JDBC URL: {@code jdbc:postgresql://host/database?user=…&password=…}
   */
  public static SqlStore open(String url) {
    if (!url.startsWith(POSTGRESQL)) {
      throw new IllegalArgumentException(
          "Cannot keep contracts in '"
              + url.replaceAll("[?].*", "")
              + "', expected a URL that starts with "
              + POSTGRESQL);
    }
    try {
      return prepared(new Database(Dialect.POSTGRESQL, () -> postgresql(url)));
    } catch (SQLException e) {
      throw new StoreException(
          "Cannot keep contracts in PostgreSQL: "
              + shown(e, url)
              + ". Is it running, and may the URL's user make tables there?",
          shown(e, url).equals(e.getMessage()) ? e : null);
    }
  }

  /** A driver may repeat the URL, which may hold a password. */
  private static String shown(SQLException e, String url) {
    return String.valueOf(e.getMessage()).replace(url, POSTGRESQL + "…");
  }

  /** A connection whose transactions see one moment, and that gives up what does not answer. */
  private static Connection postgresql(String url) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "datahem-registry");
    properties.setProperty("connectTimeout", Integer.toString(CONNECT_SECONDS));
    properties.setProperty("socketTimeout", Integer.toString(ANSWER_SECONDS));
    properties.setProperty("tcpKeepAlive", "true");
    Connection connection = DriverManager.getConnection(url, properties);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    return connection;
  }

  private static SqlStore prepared(Database database) throws SQLException {
    try {
      database.prepare();
      return new SqlStore(database);
    } catch (SQLException e) {
      database.close();
      throw e;
    }
  }

  @Override
  public Revision revision() {
    return database.read(SqlStore::revision);
  }

  private static Revision revision(Session session) throws SQLException {
    return session
        .query(
            "SELECT revision, generation FROM revisions ORDER BY revision DESC LIMIT 1",
            row -> new Revision(row.getLong(1), row.getLong(2)))
        .stream()
        .findFirst()
        .orElse(Revision.NONE);
  }

  @Override
  public List<SourceFile> files() {
    return database.query(
        "SELECT path, text FROM files ORDER BY path",
        row -> new SourceFile(row.getString(1), row.getString(2)));
  }

  @Override
  public List<StoredVersion> newest() {
    return database.query(NEWEST, SqlStore::version);
  }

  @Override
  public Optional<StoredVersion> newest(String stream) {
    return first(
        database.query(
            "SELECT " + COLUMNS + " FROM versions WHERE stream = ? ORDER BY version DESC LIMIT 1",
            SqlStore::version,
            stream));
  }

  @Override
  public Optional<StoredVersion> find(String stream, int version) {
    return first(
        database.query(
            "SELECT " + COLUMNS + " FROM versions WHERE stream = ? AND version = ?",
            SqlStore::version,
            stream,
            version));
  }

  @Override
  public List<StoredVersion> history(String stream) {
    return database.query(
        "SELECT " + COLUMNS + " FROM versions WHERE stream = ? ORDER BY version",
        SqlStore::version,
        stream);
  }

  private static <T> Optional<T> first(List<T> rows) {
    return rows.stream().findFirst();
  }

  @Override
  public ContractSnapshot snapshot() {
    return database.read(
        session -> {
          Map<String, Integer> ids = new HashMap<>();
          session
              .query(NEWEST_SCHEMAS, row -> Map.entry(row.getString(1), row.getInt(2)))
              .forEach(each -> ids.put(each.getKey(), each.getValue()));
          return new ContractSnapshot(
              revision(session).generation(),
              session.query(NEWEST, SqlStore::version).stream()
                  .map(
                      v ->
                          new ContractSnapshot.Entry(
                              v.stream(),
                              v.message(),
                              v.version(),
                              ids.getOrDefault(v.stream() + CONTRACT_SUBJECT, 0),
                              v.descriptorSet()))
                  .toList(),
              ContractSnapshot.EMPTY.types());
        });
  }

  @Override
  public SubjectRows since(long revision) {
    return database.read(
        session ->
            new SubjectRows(
                revision(session),
                session.query(
                    "SELECT id, identity, normalized, refs FROM schemas WHERE revision > ?"
                        + " ORDER BY id",
                    SqlStore::schema,
                    revision),
                session.query(
                    "SELECT subject, version, schema_id, state, owner, created_millis"
                        + " FROM subject_versions WHERE revision > ? ORDER BY subject, version",
                    SqlStore::subjectVersion,
                    revision),
                session.query(
                    "SELECT subject, compatibility, normalize, mode FROM settings"
                        + " WHERE revision > ?",
                    SqlStore::settings,
                    revision)));
  }

  @Override
  public Optional<SchemaBody> body(int schemaId) {
    return first(
        database.query(
            "SELECT text, descriptor, metadata, rule_set FROM schemas WHERE id = ?",
            row ->
                new SchemaBody(
                    row.getString(1), row.getBytes(2), row.getString(3), row.getString(4)),
            schemaId));
  }

  @Override
  public Optional<Revision> commit(Revision expected, Changes changes) {
    return database.write(
        session -> {
          if (!revision(session).equals(expected)) {
            return Optional.empty();
          }
          Revision next =
              new Revision(
                  expected.number() + 1,
                  expected.generation() + (changes.touchesContracts() ? 1 : 0));
          contracts(session, changes);
          subjects(session, changes, next.number());
          session.update(
              "INSERT INTO revisions (revision, generation, changed_at) VALUES (?, ?, ?)",
              next.number(),
              next.generation(),
              Instant.now().toString());
          return Optional.of(next);
        });
  }

  private static void contracts(Session session, Changes changes) throws SQLException {
    for (SourceFile file : changes.files()) {
      session.update(
          "INSERT INTO files (path, text) VALUES (?, ?)"
              + " ON CONFLICT (path) DO UPDATE SET text = excluded.text",
          file.path(),
          file.text());
    }
    for (StoredVersion version : changes.versions()) {
      session.update(
          "INSERT INTO versions (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
          version.stream(),
          version.version(),
          version.message(),
          version.table(),
          version.fingerprint(),
          version.descriptorSet(),
          json(version.sources()),
          version.pushedAt());
    }
  }

  private static void subjects(Session session, Changes changes, long revision)
      throws SQLException {
    for (StoredSchema schema : changes.schemas()) {
      session.update(
          "INSERT INTO schemas (id, identity, normalized, refs, text, descriptor, metadata,"
              + " rule_set, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
          schema.entry().id(),
          schema.entry().identity(),
          schema.entry().normalized(),
          json(schema.entry().references()),
          schema.body().text(),
          schema.body().descriptor(),
          schema.body().metadata(),
          schema.body().ruleSet(),
          revision);
    }
    for (SubjectVersion version : changes.subjectVersions()) {
      session.update(
          "INSERT INTO subject_versions (subject, version, schema_id, state, owner,"
              + " created_millis, revision) VALUES (?, ?, ?, ?, ?, ?, ?)"
              + " ON CONFLICT (subject, version) DO UPDATE SET schema_id = excluded.schema_id,"
              + " state = excluded.state, owner = excluded.owner,"
              + " created_millis = excluded.created_millis, revision = excluded.revision",
          version.subject(),
          version.version(),
          version.schemaId(),
          version.state().name(),
          version.owner().name(),
          version.createdMillis(),
          revision);
    }
    for (SubjectSettings settings : changes.settings()) {
      session.update(
          "INSERT INTO settings (subject, compatibility, normalize, mode, revision)"
              + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (subject) DO UPDATE SET"
              + " compatibility = excluded.compatibility, normalize = excluded.normalize,"
              + " mode = excluded.mode, revision = excluded.revision",
          settings.subject(),
          settings.compatibility(),
          settings.normalize() == null ? null : settings.normalize() ? 1 : 0,
          settings.mode(),
          revision);
    }
  }

  private static StoredVersion version(ResultSet row) throws SQLException {
    return new StoredVersion(
        row.getString(1),
        row.getInt(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getBytes(6),
        parse(row.getString(7), new TypeReference<List<SourceFile>>() {}),
        row.getString(8));
  }

  private static SchemaEntry schema(ResultSet row) throws SQLException {
    return new SchemaEntry(
        row.getInt(1),
        row.getString(2),
        row.getString(3),
        parse(row.getString(4), new TypeReference<List<Reference>>() {}));
  }

  private static SubjectVersion subjectVersion(ResultSet row) throws SQLException {
    return new SubjectVersion(
        row.getString(1),
        row.getInt(2),
        row.getInt(3),
        State.valueOf(row.getString(4)),
        Owner.valueOf(row.getString(5)),
        row.getLong(6));
  }

  private static SubjectSettings settings(ResultSet row) throws SQLException {
    int normalize = row.getInt(3);
    @Nullable Boolean normalized = row.wasNull() ? null : normalize == 1;
    return new SubjectSettings(row.getString(1), row.getString(2), normalized, row.getString(4));
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T parse(String json, TypeReference<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot read the contract store: not of this version", e);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
