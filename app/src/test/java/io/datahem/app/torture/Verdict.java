package io.datahem.app.torture;

import io.datahem.app.ledger.Ledger;
import io.datahem.app.ledger.Problem;
import io.datahem.connectors.iceberg.IcebergWarehouse;
import io.datahem.connectors.iceberg.sql.QueryResult;
import io.datahem.connectors.iceberg.sql.SqlEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the tables hold against what the senders were promised, by the events' ids. Knows nothing of
 * positions, manifests or the ledger, which is only asked for its own opinion in the end.
 *
 * @param acknowledged events that got a 2xx
 * @param dropped repeats that the tables' books name as such
 * @param lost acknowledged events that are nowhere
 * @param doubled events that are in more than one place or more than once, acknowledged or not
 * @param unknown events that nobody sent
 * @param wrong other faults, each told
 */
record Verdict(
    long acknowledged, long dropped, long lost, long doubled, long unknown, List<String> wrong) {
  private static final int MAX_TOLD = 10;

  boolean isGood() {
    return acknowledged > 0 && lost == 0 && doubled == 0 && unknown == 0 && wrong.isEmpty();
  }

  /**
   * Judges.
   *
   * @param sent every batch that was acknowledged, by key
   * @param level the contract's last level
   */
  static Verdict of(Path warehouse, Map<String, Batch> sent, int level, boolean latePushed) {
    Judge judge = new Judge(sent);
    try (SqlEngine sql = SqlEngine.open(IcebergWarehouse.under(warehouse))) {
      judge.count(sql, Contracts.EVOLVING, true);
      judge.count(sql, Contracts.STEADY, true);
      if (latePushed) {
        judge.count(sql, Contracts.LATE, true);
      }
      judge.count(sql, "datahem.dead_letters", false);
      judge.dropped = number(sql, "SELECT count(*) FROM datahem.drops");
      for (int extra = 1; extra <= level; extra++) {
        judge.evolved(sql, extra);
      }
      judge.newest(sql, Contracts.EVOLVING);
      judge.newest(sql, Contracts.STEADY);
    }
    judge.sum();
    judge.wrong.addAll(List.copyOf(problems(new Ledger(warehouse).check())));
    return new Verdict(
        judge.acknowledged, judge.dropped, judge.lost, judge.doubled, judge.unknown, judge.wrong);
  }

  /** How many events are in tables or dead letters. */
  static long visible(Path warehouse, boolean latePushed) {
    long visible = 0;
    try (SqlEngine sql = SqlEngine.open(IcebergWarehouse.under(warehouse))) {
      for (String table :
          List.of(Contracts.EVOLVING, Contracts.STEADY, Contracts.LATE, "datahem.dead_letters")) {
        if (latePushed || !table.equals(Contracts.LATE)) {
          visible += number(sql, "SELECT count(DISTINCT _id) FROM " + table);
        }
      }
    }
    return visible;
  }

  private static List<String> problems(Ledger.Statement statement) {
    List<Problem> problems = statement.problems();
    return problems == null
        ? List.of("the ledger was not checked")
        : problems.stream().map(Problem::toString).toList();
  }

  private static long number(SqlEngine sql, String query) {
    try (QueryResult result = sql.query(query)) {
      List<@Nullable Object> row = result.next();
      return row != null && row.get(0) instanceof Number number ? number.longValue() : 0;
    }
  }

  private static final class Judge {
    private final Map<String, Batch> sent;

    /** How often each line of a batch was found: in a table, or as a dead letter. */
    private final Map<String, int[]> found = new HashMap<>();

    private final List<String> wrong = new ArrayList<>();
    private long acknowledged;
    private long dropped;
    private long lost;
    private long doubled;
    private long unknown;

    Judge(Map<String, Batch> sent) {
      this.sent = sent;
    }

    void count(SqlEngine sql, String table, boolean rows) {
      String n = rows ? "n" : "NULL";
      try (QueryResult result =
          sql.query("SELECT _id, " + n + ", count(*) FROM " + table + " GROUP BY ALL")) {
        for (List<@Nullable Object> row = result.next(); row != null; row = result.next()) {
          found(table, String.valueOf(row.get(0)), row.get(1), ((Number) row.get(2)).intValue());
        }
      }
    }

    private void found(String table, String id, @Nullable Object n, int times) {
      int dash = id.lastIndexOf('-');
      String key = id.substring(0, dash);
      int line = Integer.parseInt(id.substring(dash + 1)) - 1;
      Batch batch = sent.get(key);
      if (batch == null || line < 0 || line >= batch.lines()) {
        unknown++;
        tell(id + " in " + table + " was never sent");
        return;
      }
      found.computeIfAbsent(key, none -> new int[batch.lines()])[line] += times;
      boolean deadLetter = n == null;
      if (deadLetter != batch.bad().get(line) && !(deadLetter && !batch.mustBeRows())) {
        tell(id + " of level " + batch.level() + " is in " + table);
      }
      if (n instanceof Number number && number.longValue() != batch.n(line)) {
        tell(id + " holds " + n + ", expected " + batch.n(line));
      }
    }

    /** Events that carry a field that was added in flight have it in their row. */
    void evolved(SqlEngine sql, int extra) {
      String column = "extra_" + extra;
      long bad =
          number(
              sql,
              ("SELECT count(*) FROM beats WHERE level >= %1$d AND (%2$s IS DISTINCT FROM n + %1$d"
                      + " OR place.%2$s IS DISTINCT FROM n + %1$d"
                      + " OR stops[1].%2$s IS DISTINCT FROM n + %1$d"
                      + " OR named[1].\"value\".%2$s IS DISTINCT FROM n + %1$d)")
                  .formatted(extra, column));
      if (bad > 0) {
        tell(bad + " rows have no " + column + " though their events carry it");
      }
    }

    /**
     * What was merged, whenever it was killed meanwhile, and what came since are the newest rows.
     */
    void newest(SqlEngine sql, String table) {
      String key = Contracts.key(table);
      String newest =
          "SELECT %1$s, max_by((_offset, _partition), (_time, _offset, _partition)) FROM %2$s GROUP BY 1"
              .formatted(key, table);
      String told = "SELECT %s, (_offset, _partition) FROM %s_latest".formatted(key, table);
      long bad =
          number(
              sql,
              ("SELECT (SELECT count(*) FROM (%1$s EXCEPT %2$s))"
                      + " + (SELECT count(*) FROM (%2$s EXCEPT %1$s))"
                      + " + (SELECT count(*) - count(DISTINCT %3$s) FROM %4$s_reporting)")
                  .formatted(newest, told, key, table));
      if (bad > 0) {
        tell(bad + " objects of " + table + " are not in their newest state, or twice");
      }
    }

    void sum() {
      for (Batch batch : sent.values()) {
        acknowledged += batch.lines();
        int[] lines = found.getOrDefault(batch.key(), new int[batch.lines()]);
        for (int line = 0; line < lines.length; line++) {
          if (lines[line] == 0) {
            lost++;
            tell(batch.key() + "-" + (line + 1) + " is lost");
          } else if (lines[line] > 1) {
            doubled++;
            tell(batch.key() + "-" + (line + 1) + " is there " + lines[line] + " times");
          }
        }
      }
    }

    private void tell(String what) {
      if (wrong.size() < MAX_TOLD) {
        wrong.add(what);
      }
    }
  }
}
