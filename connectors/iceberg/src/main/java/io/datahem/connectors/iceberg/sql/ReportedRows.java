package io.datahem.connectors.iceberg.sql;

import io.datahem.connectors.iceberg.ReportingState;
import io.datahem.connectors.iceberg.ReportingState.Definition;
import io.datahem.contracts.table.CurrentState;
import io.datahem.contracts.table.SystemColumns;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.jdbc.JdbcCatalog;

/**
 * A reporting table as it is at one moment, in the present columns of its stream's table: loaded
 * before that one, which therefore has every row that was merged.
 */
final class ReportedRows {
  private static final String SUFFIX = "_reporting";

  private final Table table;
  private final ReportingState state;

  private ReportedRows(Table table, ReportingState state) {
    this.table = table;
    this.state = state;
  }

  /** The reporting table of a table, when something was merged. */
  static Optional<ReportedRows> load(
      JdbcCatalog catalog, TableNames names, TableIdentifier staging) {
    TableIdentifier name = ReportingState.table(staging);
    if (staging.namespace().toString().equals(ReportingState.NAMESPACE)
        || !names.all().contains(name)) {
      return Optional.empty();
    }
    Table table = catalog.loadTable(name);
    return ReportingState.of(table.currentSnapshot()).map(state -> new ReportedRows(table, state));
  }

  /** The name in SQL of the reporting table of a table. */
  static TableIdentifier view(TableIdentifier staging) {
    return TableIdentifier.of(staging.namespace(), staging.name() + SUFFIX);
  }

  /** The table's name in a view's, if it may be one. */
  static Optional<String> tableOf(String name) {
    int end = name.length() - SUFFIX.length();
    return end > 0 && name.substring(end).equalsIgnoreCase(SUFFIX)
        ? Optional.of(name.substring(0, end))
        : Optional.empty();
  }

  /** True when it tells the newest rows as they are told now. */
  boolean fits(Table staging, CurrentState current) {
    return current.reporting() != null
        && state.definition().equals(Definition.of(staging.schema(), current, current.reporting()));
  }

  /** Its rows, those of objects that are gone too. */
  String rows(Connection duck, FileSchemas schemas, Table staging)
      throws IOException, SQLException {
    return new TableView(table, staging.schema()).rows(duck, schemas);
  }

  /** The same, and those rows of the stream's table that are not merged. */
  String united(Connection duck, FileSchemas schemas, Table staging)
      throws IOException, SQLException {
    Map<Integer, Long> ends = new TreeMap<>(state.ends());
    Expression since = Expressions.alwaysTrue();
    StringBuilder where = new StringBuilder("true");
    for (Map.Entry<Integer, Long> each : ends.entrySet()) {
      since =
          Expressions.and(
              since,
              Expressions.or(
                  Expressions.notEqual(SystemColumns.PARTITION, (long) each.getKey()),
                  Expressions.greaterThanOrEqual(SystemColumns.OFFSET, each.getValue())));
      where.append(
          " AND (%s <> %d OR %s >= %d)"
              .formatted(
                  SystemColumns.PARTITION, each.getKey(), SystemColumns.OFFSET, each.getValue()));
    }
    return "SELECT * FROM ("
        + rows(duck, schemas, staging)
        + ") UNION ALL BY NAME SELECT * FROM ("
        + new TableView(staging).rows(duck, schemas, since)
        + ") WHERE "
        + where;
  }
}
