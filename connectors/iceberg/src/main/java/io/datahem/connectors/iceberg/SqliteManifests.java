package io.datahem.connectors.iceberg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.pipeline.BookLine;
import io.datahem.pipeline.BookLine.Outcome;
import io.datahem.pipeline.FencedException;
import io.datahem.pipeline.ManifestStore;
import io.datahem.pipeline.ManifestStore.Acceptance;
import io.datahem.pipeline.ManifestStore.Account;
import io.datahem.pipeline.ManifestStore.Claim;
import io.datahem.pipeline.ManifestStore.Manifest;
import io.datahem.pipeline.ManifestStore.Range;
import io.datahem.pipeline.ManifestStore.Verdict;
import io.datahem.pipeline.Part;
import io.datahem.pipeline.WarehouseException;
import io.datahem.pipeline.WarehouseException.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/** A session with the manifests' SQLite file: one connection, one transaction at a time. */
final class SqliteManifests implements ManifestStore.Session {
  private static final int BUSY_MILLIS = 30_000;

  /** So many settled manifests are kept for a look back; the books' totals are kept for ever. */
  static final int KEPT_SETTLED = 1_000;

  /** A range takes on what follows it until it holds so many events. */
  static final int RANGE_EVENTS = 100_000;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE IF NOT EXISTS owners (seq INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT NOT"
              + " NULL UNIQUE)",
          "CREATE TABLE IF NOT EXISTS partitions (partition INTEGER PRIMARY KEY, claim INTEGER NOT"
              + " NULL, accepted_end INTEGER NOT NULL)",
          "CREATE TABLE IF NOT EXISTS manifests (id INTEGER PRIMARY KEY AUTOINCREMENT, partition"
              + " INTEGER NOT NULL, first INTEGER NOT NULL, part TEXT NOT NULL)",
          "CREATE TABLE IF NOT EXISTS pending (table_name TEXT NOT NULL, manifest INTEGER NOT NULL,"
              + " PRIMARY KEY (table_name, manifest)) WITHOUT ROWID",
          "CREATE INDEX IF NOT EXISTS pending_manifest ON pending (manifest)",
          // What is accepted and not below the settled end yet.
          "CREATE TABLE IF NOT EXISTS accepted (manifest INTEGER PRIMARY KEY, partition INTEGER NOT"
              + " NULL, first INTEGER NOT NULL, until INTEGER NOT NULL, events INTEGER NOT NULL,"
              + " lines TEXT NOT NULL)",
          "CREATE INDEX IF NOT EXISTS accepted_first ON accepted (partition, first)",
          // What is below it, in few pieces.
          "CREATE TABLE IF NOT EXISTS ranges (partition INTEGER NOT NULL, first INTEGER NOT NULL,"
              + " until INTEGER NOT NULL, events INTEGER NOT NULL, PRIMARY KEY (partition, first))"
              + " WITHOUT ROWID",
          "CREATE TABLE IF NOT EXISTS growths (at_millis INTEGER NOT NULL)",
          "CREATE TABLE IF NOT EXISTS books (stream TEXT NOT NULL, hour INTEGER NOT NULL, outcome"
              + " TEXT NOT NULL, code TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (stream,"
              + " hour, outcome, code)) WITHOUT ROWID");

  private final Connection connection;

  /** What waits to be settled; one that failed is tried again with the next. */
  private final Queue<Settlement> settlements = new ConcurrentLinkedQueue<>();

  private record Settlement(String table, List<Long> ids) {}

  private SqliteManifests(Connection connection) {
    this.connection = connection;
  }

  static SqliteManifests open(String file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    try {
      Connection connection = config.createConnection("jdbc:sqlite:" + file);
      try (Statement statement = connection.createStatement()) {
        for (String table : TABLES) {
          statement.execute(table);
        }
      }
      return new SqliteManifests(connection);
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /** A unit of work that is done whole or not at all. */
  private interface Work<T> {
    T run() throws SQLException;
  }

  private synchronized <T> T inTransaction(Work<T> work) {
    try {
      connection.setAutoCommit(false);
      try {
        T result = work.run();
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  @Override
  public long register(String owner) {
    return inTransaction(() -> registered(owner));
  }

  private long registered(String owner) throws SQLException {
    update("INSERT INTO owners (owner) VALUES (?) ON CONFLICT DO NOTHING", owner);
    if (!isNewest(owner)) {
      throw new FencedException(owner);
    }
    return number("SELECT seq FROM owners WHERE owner = ?", owner);
  }

  @Override
  public Claim claim(String owner, int partition) {
    return inTransaction(
        () -> {
          registered(owner);
          update(
              "INSERT INTO partitions (partition, claim, accepted_end) VALUES (?, 1, 0)"
                  + " ON CONFLICT (partition) DO UPDATE SET claim = claim + 1",
              partition);
          return new Claim(
              number("SELECT claim FROM partitions WHERE partition = ?", partition),
              number("SELECT accepted_end FROM partitions WHERE partition = ?", partition));
        });
  }

  @Override
  public boolean isFenced(String owner) {
    return inTransaction(
        () ->
            number(
                    "SELECT count(*) FROM owners WHERE seq > (SELECT seq FROM owners WHERE owner ="
                        + " ?)",
                    owner)
                > 0);
  }

  @Override
  public Acceptance accept(Part part) {
    return inTransaction(
        () -> {
          Verdict verdict = verdict(part);
          return new Acceptance(verdict, verdict == Verdict.ACCEPTED ? insert(part) : 0);
        });
  }

  private Verdict verdict(Part part) throws SQLException {
    if (!isNewest(part.owner())) {
      return Verdict.FENCED;
    }
    long end = number("SELECT accepted_end FROM partitions WHERE partition = ?", part.partition());
    if (part.end() <= end) {
      return Verdict.COVERED;
    }
    long claim = number("SELECT claim FROM partitions WHERE partition = ?", part.partition());
    if (part.claim() != claim) {
      return Verdict.STALE;
    }
    return part.from() == end ? Verdict.ACCEPTED : Verdict.MISPLACED;
  }

  private long insert(Part part) throws SQLException {
    update(
        "INSERT INTO manifests (partition, first, part) VALUES (?, ?, ?)",
        part.partition(),
        part.from(),
        json(part));
    long id = number("SELECT last_insert_rowid()");
    Set<String> tables = new HashSet<>();
    part.files().forEach(file -> tables.add(file.table()));
    for (String table : tables) {
      update("INSERT INTO pending (table_name, manifest) VALUES (?, ?)", table, id);
    }
    for (BookLine line : part.lines()) {
      update(
          "INSERT INTO books (stream, hour, outcome, code, count) VALUES (?, ?, ?, ?, ?) ON"
              + " CONFLICT (stream, hour, outcome, code) DO UPDATE SET count = count +"
              + " excluded.count",
          line.stream(),
          line.hour(),
          line.outcome().name(),
          line.code(),
          line.count());
    }
    update(
        "INSERT INTO accepted (manifest, partition, first, until, events, lines) VALUES (?, ?, ?,"
            + " ?, ?, ?)",
        id,
        part.partition(),
        part.from(),
        part.end(),
        part.events(),
        json(part.lines()));
    closeSettled();
    update(
        "UPDATE partitions SET accepted_end = ? WHERE partition = ?", part.end(), part.partition());
    return id;
  }

  @Override
  public long acceptedEnd(int partition) {
    return inTransaction(
        () -> number("SELECT accepted_end FROM partitions WHERE partition = ?", partition));
  }

  @Override
  public List<Manifest> unsettled(long afterId, int limit) {
    return inTransaction(
        () -> {
          List<Manifest> manifests = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT id, part, (SELECT group_concat(table_name, ',') FROM pending WHERE"
                      + " manifest = id) FROM manifests WHERE id > ? AND id IN (SELECT manifest"
                      + " FROM pending) ORDER BY id LIMIT ?")) {
            select.setLong(1, afterId);
            select.setInt(2, limit);
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                Set<String> pending = Set.of(rows.getString(3).split(",", -1));
                manifests.add(
                    new Manifest(rows.getLong(1), read(rows.getString(2), Part.class), pending));
              }
            }
          }
          return manifests;
        });
  }

  /**
   * Callers that come while another's transaction runs are settled together in the next one: many
   * tables share one wait for the disk.
   */
  @Override
  public void settle(String table, Collection<Long> ids) {
    Settlement mine = new Settlement(table, List.copyOf(ids));
    settlements.add(mine);
    synchronized (this) {
      if (settlements.contains(mine)) {
        List<Settlement> together = List.copyOf(settlements);
        inTransaction(() -> settle(together));
        settlements.removeAll(together);
      }
    }
  }

  private boolean settle(List<Settlement> together) throws SQLException {
    for (Settlement one : together) {
      for (long id : one.ids) {
        update("DELETE FROM pending WHERE table_name = ? AND manifest = ?", one.table, id);
      }
    }
    closeSettled();
    update(
        "DELETE FROM manifests WHERE id <= (SELECT max(id) FROM manifests) - ?"
            + " AND id NOT IN (SELECT manifest FROM pending)",
        KEPT_SETTLED);
    return true;
  }

  /** Adds to the ranges whatever follows them without a gap and is settled. */
  private void closeSettled() throws SQLException {
    boolean more = true;
    while (more) {
      more = false;
      for (Accepted next : closable()) {
        int extended =
            update(
                "UPDATE ranges SET until = ?, events = events + ?"
                    + " WHERE partition = ? AND until = ? AND events < ?",
                next.until,
                next.events,
                next.partition,
                next.first,
                RANGE_EVENTS);
        if (extended == 0) {
          update(
              "INSERT INTO ranges (partition, first, until, events) VALUES (?, ?, ?, ?)",
              next.partition,
              next.first,
              next.until,
              next.events);
        }
        update("DELETE FROM accepted WHERE manifest = ?", next.manifest);
        more = true;
      }
    }
  }

  private record Accepted(long manifest, int partition, long first, long until, long events) {}

  /** At most one a partition: the settled one at which its ranges end. */
  private List<Accepted> closable() throws SQLException {
    List<Accepted> found = new ArrayList<>();
    try (Statement select = connection.createStatement();
        ResultSet rows =
            select.executeQuery(
                "SELECT manifest, a.partition, first, until, events FROM partitions p"
                    + " JOIN accepted a ON a.partition = p.partition AND a.first = coalesce("
                    + "(SELECT max(until) FROM ranges r WHERE r.partition = p.partition),"
                    + " (SELECT min(first) FROM accepted b WHERE b.partition = p.partition))"
                    + " WHERE manifest NOT IN (SELECT manifest FROM pending)")) {
      while (rows.next()) {
        found.add(
            new Accepted(
                rows.getLong(1),
                rows.getInt(2),
                rows.getLong(3),
                rows.getLong(4),
                rows.getLong(5)));
      }
    }
    return found;
  }

  @Override
  public void noteGrowth(long atMillis) {
    inTransaction(() -> update("INSERT INTO growths (at_millis) VALUES (?)", atMillis));
  }

  @Override
  public long grownAtMillis() {
    return inTransaction(() -> number("SELECT max(at_millis) FROM growths"));
  }

  @Override
  public Map<Integer, Long> settledEnds() {
    return inTransaction(this::readSettledEnds);
  }

  private Map<Integer, Long> readSettledEnds() throws SQLException {
    Map<Integer, Long> ends = new TreeMap<>();
    try (Statement select = connection.createStatement();
        ResultSet rows =
            select.executeQuery(
                "SELECT partition, coalesce((SELECT min(first) FROM manifests m WHERE"
                    + " m.partition = p.partition AND m.id IN (SELECT manifest FROM"
                    + " pending)), accepted_end) FROM partitions p")) {
      while (rows.next()) {
        ends.put(rows.getInt(1), rows.getLong(2));
      }
    }
    return ends;
  }

  @Override
  public List<BookLine> books() {
    return inTransaction(this::readBooks);
  }

  @Override
  public Account account() {
    return inTransaction(
        () -> new Account(readSettledEnds(), readBooks(), readOpen(), readRanges()));
  }

  private List<BookLine> readOpen() throws SQLException {
    List<BookLine> lines = new ArrayList<>();
    try (Statement select = connection.createStatement();
        ResultSet rows = select.executeQuery("SELECT lines FROM accepted")) {
      while (rows.next()) {
        lines.addAll(List.of(read(rows.getString(1), BookLine[].class)));
      }
    }
    return lines;
  }

  private List<Range> readRanges() throws SQLException {
    List<Range> ranges = new ArrayList<>();
    try (Statement select = connection.createStatement();
        ResultSet rows =
            select.executeQuery(
                "SELECT partition, first, until, events FROM ranges ORDER BY 1, 2")) {
      while (rows.next()) {
        ranges.add(new Range(rows.getInt(1), rows.getLong(2), rows.getLong(3), rows.getLong(4)));
      }
    }
    return ranges;
  }

  private List<BookLine> readBooks() throws SQLException {
    List<BookLine> lines = new ArrayList<>();
    try (Statement select = connection.createStatement();
        ResultSet rows =
            select.executeQuery(
                "SELECT stream, hour, outcome, code, count FROM books ORDER BY 1, 2, 3, 4")) {
      while (rows.next()) {
        lines.add(
            new BookLine(
                rows.getString(1),
                rows.getLong(2),
                Outcome.valueOf(rows.getString(3)),
                rows.getString(4),
                rows.getLong(5)));
      }
    }
    return lines;
  }

  private boolean isNewest(String owner) throws SQLException {
    return number(
            "SELECT count(*) FROM owners WHERE owner = ? AND seq = (SELECT max(seq) FROM owners)",
            owner)
        == 1;
  }

  private int update(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
    }
  }

  /** A query's one number, 0 when it has no row. */
  private long number(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  private static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T read(String json, Class<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot read a manifest: it is not of this version", e);
    }
  }

  private static WarehouseException unavailable(SQLException e) {
    return new WarehouseException(
        Reason.WAREHOUSE_UNAVAILABLE, "Cannot use the manifest store: " + e.getMessage(), e);
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }
}
