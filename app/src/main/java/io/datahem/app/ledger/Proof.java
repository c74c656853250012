package io.datahem.app.ledger;

import io.datahem.app.ledger.Problem.Span;
import io.datahem.connectors.iceberg.sql.QueryResult;
import io.datahem.connectors.iceberg.sql.SqlEngine;
import io.datahem.pipeline.BookLine;
import io.datahem.pipeline.ManifestStore.Account;
import io.datahem.pipeline.ManifestStore.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares every position below the settled ends with the tables. What the manifests say was read
 * is the measure: each of those positions is once in the raw table, and once in exactly one of
 * streams' tables, dead letters, drops; and every hour's counts are those of the books.
 */
final class Proof {
  private static final String RAW = "datahem.raw";

  private final SqlEngine sql;
  private final Account account;
  private final List<String> tables;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * A proof.
   *
   * @param tables the streams' tables
   */
  Proof(SqlEngine sql, Account account, List<String> tables) {
    this.sql = sql;
    this.account = account;
    this.tables = tables;
  }

  List<Problem> run() {
    String raw = positions(RAW);
    String outcomes = outcomes();
    missing("in the raw table, and in no table, dead letter or drop", except(raw, outcomes));
    say("POSITIONS_FROM_NOWHERE", "in a table, and not in the raw table", except(outcomes, raw));
    doubled("in more than one place", outcomes);
    doubled("more than once in the raw table", raw);
    cover(raw);
    counts();
    return problems;
  }

  private String outcomes() {
    List<String> each = new ArrayList<>();
    tables.forEach(table -> each.add(positions("\"" + table + "\"")));
    each.add(positions("datahem.dead_letters"));
    each.add(positions("datahem.drops"));
    return String.join(" UNION ALL ", each);
  }

  private String positions(String table) {
    return "SELECT _partition AS p, _offset AS o, '"
        + table.replace("\"", "")
        + "' AS t FROM "
        + table
        + " WHERE "
        + settled();
  }

  private String settled() {
    StringBuilder below = new StringBuilder("_offset < CASE _partition");
    new TreeMap<>(account.settledEnds())
        .forEach(
            (partition, end) ->
                below.append(" WHEN ").append(partition).append(" THEN ").append(end));
    return below.append(" ELSE 0 END").toString();
  }

  private static String except(String some, String others) {
    return "SELECT p, o FROM (" + some + ") EXCEPT SELECT p, o FROM (" + others + ")";
  }

  private void missing(String what, String query) {
    say("POSITIONS_MISSING", what, query);
  }

  private void doubled(String what, String query) {
    String twice = "SELECT p, o FROM (" + query + ") GROUP BY p, o HAVING count(*) > 1";
    List<String> where = new ArrayList<>();
    each(
        "SELECT DISTINCT t FROM ("
            + query
            + ") WHERE (p, o) IN ("
            + twice
            + ") ORDER BY 1 LIMIT "
            + Problem.MAX_RANGES,
        row -> where.add(String.valueOf(row.get(0))));
    say("POSITIONS_DOUBLED", what + " " + where, twice);
  }

  /** Names the positions of a query as ranges. */
  private void say(String code, String what, String query) {
    long count = number("SELECT count(*) FROM (" + query + ")");
    if (count == 0) {
      return;
    }
    List<Span> spans = new ArrayList<>();
    each(
        "SELECT p, min(o), max(o) + 1 FROM (SELECT p, o, o - row_number() OVER (PARTITION BY p"
            + " ORDER BY o) AS g FROM ("
            + query
            + ")) GROUP BY p, g ORDER BY 1, 2 LIMIT "
            + Problem.MAX_RANGES,
        row -> spans.add(new Span((int) whole(row, 0), whole(row, 1), whole(row, 2))));
    problems.add(new Problem(code, count + " positions " + what, count, spans));
  }

  /** Positions that were read and are in no table at all, not even the raw one. */
  private void cover(String raw) {
    Map<Integer, List<Span>> gaps = new HashMap<>();
    each(
        "SELECT p, o + 1, n FROM (SELECT p, o, lead(o) OVER (PARTITION BY p ORDER BY o) AS n FROM"
            + " (SELECT DISTINCT p, o FROM ("
            + raw
            + "))) WHERE n > o + 1 ORDER BY 1, 2 LIMIT 10000",
        row -> gap(gaps, new Span((int) whole(row, 0), whole(row, 1), whole(row, 2))));
    Map<Integer, Span> found = new HashMap<>();
    each(
        "SELECT p, min(o), max(o) + 1 FROM (" + raw + ") GROUP BY p",
        row ->
            found.put(
                (int) whole(row, 0), new Span((int) whole(row, 0), whole(row, 1), whole(row, 2))));
    account.settledEnds().forEach((partition, end) -> ends(gaps, found, partition, end));
    List<Span> missing = new ArrayList<>();
    long positions = 0;
    for (Range range : account.ranges()) {
      List<Span> own = within(range, gaps.getOrDefault(range.partition(), List.of()));
      long absent = own.stream().mapToLong(span -> span.end() - span.from()).sum();
      long allowed = range.end() - range.from() - range.events();
      if (absent > allowed) {
        positions += absent - allowed;
        missing.addAll(own);
      }
    }
    if (positions > 0) {
      problems.add(
          new Problem(
              "POSITIONS_MISSING",
              positions + " positions were read and are in no table",
              positions,
              missing.subList(0, Math.min(Problem.MAX_RANGES, missing.size()))));
    }
  }

  private static void gap(Map<Integer, List<Span>> gaps, Span gap) {
    gaps.computeIfAbsent(gap.partition(), none -> new ArrayList<>()).add(gap);
  }

  /** What is missing before the first and behind the last row of a partition. */
  private static void ends(
      Map<Integer, List<Span>> gaps, Map<Integer, Span> found, int partition, long end) {
    Span span = found.getOrDefault(partition, new Span(partition, end, end));
    if (span.from() > 0) {
      gap(gaps, new Span(partition, 0, span.from()));
    }
    if (span.end() < end) {
      gap(gaps, new Span(partition, span.end(), end));
    }
  }

  private static List<Span> within(Range range, List<Span> gaps) {
    List<Span> own = new ArrayList<>();
    for (Span gap : gaps) {
      long from = Math.max(gap.from(), range.from());
      long end = Math.min(gap.end(), range.end());
      if (from < end) {
        own.add(new Span(range.partition(), from, end));
      }
    }
    return own;
  }

  /** The books of what is settled against the tables, by hour. */
  private void counts() {
    Map<String, Long> booked = new TreeMap<>();
    account.books().forEach(line -> booked.merge(key(line), line.count(), Long::sum));
    account.open().forEach(line -> booked.merge(key(line), -line.count(), Long::sum));
    Map<String, Long> found = new TreeMap<>();
    tables.forEach(table -> count(found, "\"" + table + "\"", "'rows'"));
    count(found, "datahem.dead_letters", "'dead letters ' || code || ' of ' || stream");
    count(found, "datahem.drops", "'drops ' || code || ' of ' || stream");
    booked.keySet().forEach(key -> found.putIfAbsent(key, 0L));
    found.forEach(
        (key, count) -> {
          long wanted = booked.getOrDefault(key, 0L);
          if (wanted != count) {
            problems.add(
                new Problem(
                    "COUNTS_DIFFER",
                    key + ": " + wanted + " by the books, " + count + " in the tables",
                    Math.abs(wanted - count),
                    List.of()));
          }
        });
  }

  private static String key(BookLine line) {
    String what =
        switch (line.outcome()) {
          case ROW -> "rows";
          case DEAD_LETTER -> "dead letters " + line.code() + " of " + line.stream();
          case DROP -> "drops " + line.code() + " of " + line.stream();
        };
    return LedgerTable.hour(line.hour()) + " " + what;
  }

  private void count(Map<String, Long> found, String table, String what) {
    each(
        "SELECT CAST(floor(epoch(_time) / 3600) AS BIGINT), "
            + what
            + ", count(*) FROM "
            + table
            + " WHERE "
            + settled()
            + " GROUP BY 1, 2",
        row ->
            found.merge(
                LedgerTable.hour(whole(row, 0)) + " " + row.get(1), whole(row, 2), Long::sum));
  }

  /** Takes a row of a result. */
  private interface RowTaker {
    void take(List<@Nullable Object> row);
  }

  private void each(String query, RowTaker taker) {
    try (QueryResult result = sql.query(query)) {
      for (List<@Nullable Object> row = result.next(); row != null; row = result.next()) {
        taker.take(row);
      }
    }
  }

  private long number(String query) {
    long[] number = new long[1];
    each(query, row -> number[0] = whole(row, 0));
    return number[0];
  }

  private static long whole(List<@Nullable Object> row, int column) {
    return row.get(column) instanceof Number number ? number.longValue() : 0;
  }
}
