package io.datahem.connectors.iceberg.sql;

import io.datahem.connectors.iceberg.CurrentProperty;
import io.datahem.connectors.iceberg.IcebergWarehouse;
import io.datahem.connectors.iceberg.sql.QueryException.Reason;
import io.datahem.connectors.iceberg.sql.ReadStatement.TableName;
import io.datahem.contracts.table.CurrentState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;

/**
 * SQL over a warehouse, read-only, while other processes write to it. A statement sees each table
 * as its newest snapshot was when the statement started: all tables it names are planned before it
 * runs. Tables of namespace {@code default} go by their bare name, others by {@code
 * namespace.table}.
 *
 * <p>DuckDB reads the data files themselves; views give it the tables' present columns, found by
 * field id (see {@link NestedNames} for those inside structs).
 *
 * <p>Thread-safe: statements run beside each other, each within its own {@link SqlLimits}.
 */
public final class SqlEngine implements AutoCloseable {
  private final IcebergWarehouse warehouse;
  private final SqlLimits limits;
  private final JdbcCatalog catalog;
  private final FileSchemas schemas = new FileSchemas();
  private final ScheduledThreadPoolExecutor timers;
  private final Set<Deadline> running = ConcurrentHashMap.newKeySet();

  private SqlEngine(IcebergWarehouse warehouse, SqlLimits limits) {
    this.warehouse = warehouse;
    this.limits = limits;
    this.catalog = warehouse.openCatalog();
    this.timers =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "sql-timeouts");
              thread.setDaemon(true);
              return thread;
            });
    timers.setRemoveOnCancelPolicy(true);
  }

  /** Opens an engine with the usual limits. */
  public static SqlEngine open(IcebergWarehouse warehouse) {
    return open(warehouse, SqlLimits.DEFAULT);
  }

  /**
   * Opens an engine.
   *
   * @throws QueryException {@code WAREHOUSE_UNAVAILABLE} when there is no catalog
   */
  public static SqlEngine open(IcebergWarehouse warehouse, SqlLimits limits) {
    if (!Files.exists(Path.of(warehouse.catalogFile()))) {
      throw new QueryException(
          Reason.WAREHOUSE_UNAVAILABLE,
          "Cannot find a catalog: no file "
              + warehouse.catalogFile()
              + ", expected the data directory of a platform that was up once. Start it, or name"
              + " its directory.");
    }
    try {
      return new SqlEngine(warehouse, limits);
    } catch (RuntimeException e) {
      throw unavailable(e);
    }
  }

  /**
   * Runs one statement. It ends with the limits' timeout, or when the result is closed.
   *
   * @throws QueryException with the reason
   */
  public QueryResult query(String sql) {
    try {
      return queryOnce(sql);
    } catch (SQLException e) {
      throw Failures.of(e);
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  private QueryResult queryOnce(String sql) throws SQLException, IOException {
    Connection duck = Database.open(limits);
    boolean handedOver = false;
    try {
      ReadStatement statement = ReadStatement.parse(duck, sql);
      Database.run(duck, views(duck, statement));
      Database.lock(duck, warehouse);
      QueryResult result = start(duck, sql);
      handedOver = true;
      return result;
    } finally {
      if (!handedOver) {
        duck.close();
      }
    }
  }

  private QueryResult start(Connection duck, String sql) throws SQLException {
    PreparedStatement statement = duck.prepareStatement(sql);
    Deadline deadline = new Deadline(statement, limits.timeout(), timers);
    running.add(deadline);
    try {
      return new QueryResult(duck, statement, deadline, () -> running.remove(deadline));
    } catch (SQLException e) {
      running.remove(deadline);
      deadline.stop();
      throw deadline.failure(e);
    }
  }

  /** What defines the tables that a statement needs; the last makes bare names work. */
  private List<String> views(Connection duck, ReadStatement statement)
      throws IOException, SQLException {
    try {
      TableNames names = TableNames.of(catalog);
      Map<TableIdentifier, String> views = new LinkedHashMap<>();
      for (TableIdentifier table :
          statement.listsTables() ? names.all() : List.<TableIdentifier>of()) {
        Table loaded = catalog.loadTable(table);
        String none = new TableView(loaded).empty();
        define(table, loaded, new ObjectRows(none, none, none), names, views);
      }
      for (TableIdentifier table : named(statement, names)) {
        // The order counts: what is merged in one is in the other.
        Optional<ReportedRows> reported = ReportedRows.load(catalog, names, table);
        Table loaded = catalog.loadTable(table);
        define(table, loaded, rows(duck, loaded, reported), names, views);
      }
      return definitions(views);
    } catch (QueryException e) {
      throw e;
    } catch (RuntimeException e) {
      throw unavailable(e);
    }
  }

  /**
   * Queries.
   *
   * @param all every row of a table
   * @param reported those of its reporting table
   * @param united rows among which each object's newest is
   */
  private record ObjectRows(String all, String reported, String united) {}

  private ObjectRows rows(Connection duck, Table table, Optional<ReportedRows> reported)
      throws IOException, SQLException {
    String all = new TableView(table).rows(duck, schemas);
    if (reported.isEmpty()) {
      return new ObjectRows(all, new TableView(table).empty(), all);
    }
    ReportedRows merged = reported.get();
    boolean fits =
        CurrentProperty.read(table).filter(current -> merged.fits(table, current)).isPresent();
    return new ObjectRows(
        all, merged.rows(duck, schemas, table), fits ? merged.united(duck, schemas, table) : all);
  }

  /** Defines a table and, when its rows speak of objects, the views of those behind it. */
  private static void define(
      TableIdentifier name,
      Table table,
      ObjectRows rows,
      TableNames names,
      Map<TableIdentifier, String> views) {
    views.put(name, rows.all);
    CurrentState current = CurrentProperty.read(table).orElse(null);
    if (current == null) {
      return;
    }
    if (!names.all().contains(LatestView.of(name))) {
      views.put(LatestView.of(name), LatestView.rows(rows.united, current));
    }
    if (current.reporting() != null && !names.all().contains(ReportedRows.view(name))) {
      views.put(ReportedRows.view(name), LatestView.present(rows.reported, current));
    }
  }

  private static List<String> definitions(Map<TableIdentifier, String> views) {
    Set<String> namespaces = new LinkedHashSet<>(List.of(TableNames.DEFAULT));
    views.keySet().forEach(table -> namespaces.add(table.namespace().toString()));
    List<String> statements = new ArrayList<>();
    namespaces.forEach(name -> statements.add("CREATE SCHEMA IF NOT EXISTS " + Quoted.name(name)));
    views.forEach(
        (table, rows) ->
            statements.add(
                "CREATE OR REPLACE VIEW "
                    + Quoted.name(table.namespace().toString())
                    + "."
                    + Quoted.name(table.name())
                    + " AS "
                    + rows));
    statements.add("SET schema = " + Quoted.text(TableNames.DEFAULT));
    return statements;
  }

  private Set<TableIdentifier> named(ReadStatement statement, TableNames names) {
    Set<TableIdentifier> tables = new LinkedHashSet<>();
    for (TableName name : statement.tables()) {
      Optional<TableIdentifier> found = names.find(name).or(() -> ofObjects(name, names));
      if (found.isPresent()) {
        tables.add(found.get());
      } else if (!statement.mayDefine(name)) {
        throw names.unknown(name);
      }
    }
    return tables;
  }

  /** The table of whose objects a name asks for the newest states. */
  private Optional<TableIdentifier> ofObjects(TableName name, TableNames names) {
    Optional<TableIdentifier> reporting =
        ReportedRows.tableOf(name.name())
            .flatMap(base -> names.find(new TableName(name.namespace(), base)));
    if (reporting.isPresent()) {
      if (current(reporting.get()).map(CurrentState::reporting).isEmpty()) {
        throw new QueryException(
            Reason.TABLE_UNKNOWN,
            "Cannot find a reporting table of '"
                + reporting.get().name()
                + "': its contract asks for none. Give its stream one with"
                + " (datahem.stream).reporting, and a key.");
      }
      return reporting;
    }
    Optional<TableIdentifier> table =
        LatestView.tableOf(name.name())
            .flatMap(base -> names.find(new TableName(name.namespace(), base)));
    if (table.isPresent() && current(table.get()).isEmpty()) {
      throw new QueryException(
          Reason.TABLE_UNKNOWN,
          "Cannot show the newest rows of '"
              + table.get().name()
              + "' by key: its contract names none. Give its stream a key, such as"
              + " (datahem.stream).key: \"order_id\".");
    }
    return table;
  }

  private Optional<CurrentState> current(TableIdentifier table) {
    return CurrentProperty.read(catalog.loadTable(table));
  }

  private static QueryException unavailable(Exception e) {
    Throwable cause = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
    return new QueryException(
        Reason.WAREHOUSE_UNAVAILABLE,
        "Cannot read the warehouse: " + cause.getMessage() + ". Run the statement again.",
        e);
  }

  /** Ends every running statement. */
  @Override
  public void close() {
    running.forEach(Deadline::cancel);
    timers.shutdownNow();
    catalog.close();
  }
}
