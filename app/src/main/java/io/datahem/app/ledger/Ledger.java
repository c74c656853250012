package io.datahem.app.ledger;

import io.datahem.connectors.iceberg.IcebergWarehouse;
import io.datahem.connectors.iceberg.SqliteManifestStore;
import io.datahem.connectors.iceberg.sql.QueryResult;
import io.datahem.connectors.iceberg.sql.SqlEngine;
import io.datahem.pipeline.ManifestStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.jspecify.annotations.Nullable;

/**
 * Proves the books by the tables themselves: below the settled end of each log partition, every
 * position of the raw table is in exactly one of the tables, the dead letters and the drops; none
 * is missing, none is double, none comes from nowhere; and with nothing in flight the manifests'
 * totals are the tables' counts. Works while events come in, and when nothing runs.
 */
public final class Ledger {
  private static final int SHOWN_POSITIONS = 5;

  private final Path warehouse;

  /**
   * A ledger.
   *
   * @param warehouse the directory of catalog and manifests
   */
  public Ledger(Path warehouse) {
    this.warehouse = warehouse;
  }

  /**
   * The books and what is wrong with them.
   *
   * @param books the totals of the manifests
   * @param settledEnds one past the last settled position, by partition
   * @param problems what does not balance, empty when all does; null when it was not checked
   */
  public record Statement(
      Books books, Map<Integer, Long> settledEnds, @Nullable List<String> problems) {

    public boolean balances() {
      return problems != null && problems.isEmpty();
    }
  }

  /** The totals alone, without a look at the tables. */
  public Statement totals() {
    try (ManifestStore.Session manifests = SqliteManifestStore.under(warehouse).open()) {
      return new Statement(Books.of(manifests.books()), manifests.settledEnds(), null);
    }
  }

  /** The totals, checked against every position of the tables. */
  public Statement check() {
    Map<Integer, Long> settled;
    Books before;
    boolean inFlight;
    try (ManifestStore.Session manifests = SqliteManifestStore.under(warehouse).open()) {
      settled = new TreeMap<>(manifests.settledEnds());
      before = Books.of(manifests.books());
      inFlight =
          settled.entrySet().stream()
              .anyMatch(e -> manifests.acceptedEnd(e.getKey()) > e.getValue());
    }
    List<String> problems = new ArrayList<>();
    if (!settled.isEmpty()) {
      try (SqlEngine sql = SqlEngine.open(IcebergWarehouse.under(warehouse))) {
        Proof proof = new Proof(sql, settled, problems);
        proof.run(contractTables());
        if (!inFlight) {
          proof.compare(before);
        }
      }
    }
    return new Statement(before, settled, List.copyOf(problems));
  }

  private List<String> contractTables() {
    List<String> tables = new ArrayList<>();
    JdbcCatalog catalog = IcebergWarehouse.under(warehouse).openCatalog();
    try {
      Namespace namespace = Namespace.of("default");
      if (catalog.namespaceExists(namespace)) {
        for (TableIdentifier table : catalog.listTables(namespace)) {
          tables.add(table.name());
        }
      }
    } finally {
      catalog.close();
    }
    return tables;
  }

  private static final class Proof {
    private final SqlEngine sql;
    private final String settled;
    private final List<String> problems;
    private String outcomes = "";
    private String rows = "";

    Proof(SqlEngine sql, Map<Integer, Long> settledEnds, List<String> problems) {
      this.sql = sql;
      this.problems = problems;
      StringBuilder below = new StringBuilder("CASE _partition");
      settledEnds.forEach(
          (partition, end) ->
              below.append(" WHEN ").append(partition).append(" THEN ").append(end));
      this.settled = "_offset < " + below + " ELSE 0 END";
    }

    void run(List<String> tables) {
      List<String> each = new ArrayList<>();
      tables.forEach(table -> each.add(positions("\"" + table + "\"")));
      rows =
          each.isEmpty()
              ? "SELECT 0 AS _partition, 0 AS _offset WHERE false"
              : String.join(" UNION ALL ", each);
      outcomes =
          rows
              + " UNION ALL "
              + positions("datahem.dead_letters")
              + " UNION ALL "
              + positions("datahem.drops");
      String raw = positions("datahem.raw");
      say(
          "missing: in the raw table, and in no table, dead letter or drop",
          "SELECT _partition, _offset FROM ("
              + raw
              + ") EXCEPT SELECT _partition, _offset FROM ("
              + outcomes
              + ")");
      say(
          "from nowhere: in a table, and not in the raw table",
          "SELECT _partition, _offset FROM ("
              + outcomes
              + ") EXCEPT SELECT _partition, _offset FROM ("
              + raw
              + ")");
      say(
          "doubled: in more than one place",
          "SELECT _partition, _offset FROM (" + outcomes + ") GROUP BY ALL HAVING count(*) > 1");
      say(
          "doubled in the raw table",
          "SELECT _partition, _offset FROM (" + raw + ") GROUP BY ALL HAVING count(*) > 1");
    }

    /** The manifests' totals against the tables' counts. */
    void compare(Books books) {
      equal("events in the raw table", books.collected(), count(positions("datahem.raw")));
      equal("rows", books.rows(), count(rows));
      equal("dead letters", books.deadLetters(), count(positions("datahem.dead_letters")));
      equal("drops", books.drops(), count(positions("datahem.drops")));
    }

    private String positions(String table) {
      return "SELECT _partition, _offset FROM " + table + " WHERE " + settled;
    }

    private void equal(String what, long booked, long found) {
      if (booked != found) {
        problems.add(what + ": " + booked + " by the books, " + found + " in the tables");
      }
    }

    private long count(String query) {
      try (QueryResult result = sql.query("SELECT count(*) FROM (" + query + ")")) {
        List<@Nullable Object> row = result.next();
        return row == null || row.get(0) == null ? 0 : ((Number) row.get(0)).longValue();
      }
    }

    private void say(String what, String query) {
      long count = count(query);
      if (count == 0) {
        return;
      }
      List<String> shown = new ArrayList<>();
      try (QueryResult result =
          sql.query("SELECT * FROM (" + query + ") ORDER BY 1, 2 LIMIT " + SHOWN_POSITIONS)) {
        for (List<@Nullable Object> row = result.next(); row != null; row = result.next()) {
          shown.add(row.get(0) + ":" + row.get(1));
        }
      }
      problems.add(count + " positions " + what + " (first: " + String.join(", ", shown) + ")");
    }
  }
}
