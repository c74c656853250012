package io.datahem.connectors.iceberg.sql;

import io.datahem.contracts.table.CurrentState;
import io.datahem.contracts.table.SystemColumns;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * The definition of a view that shows of each object the newest state, as {@code TABLE_latest}: the
 * row whose event time is last, however late it came; of equal ones the one collected last, then
 * the one that stands last in the log. An object whose newest row says that it is gone is not
 * shown; an older change of it that comes late does not bring it back.
 */
final class LatestView {
  private static final String SUFFIX = "_latest";

  /** The view of a table. */
  static TableIdentifier of(TableIdentifier table) {
    return TableIdentifier.of(table.namespace(), table.name() + SUFFIX);
  }

  /** The table's name in a view's, if it may be one. */
  static Optional<String> tableOf(String name) {
    int end = name.length() - SUFFIX.length();
    return end > 0 && name.substring(end).equalsIgnoreCase(SUFFIX)
        ? Optional.of(name.substring(0, end))
        : Optional.empty();
  }

  /**
   * The newest row of each object that is there.
   *
   * @param from rows of objects, a query
   */
  static String rows(String from, CurrentState current) {
    String keys = current.keys().stream().map(LatestView::path).collect(Collectors.joining(", "));
    return present(
        "SELECT * FROM ("
            + from
            + ") QUALIFY row_number() OVER (PARTITION BY "
            + keys
            + " ORDER BY "
            + order(current)
            + ") = 1",
        current);
  }

  /** Those rows whose object is not gone. */
  static String present(String rows, CurrentState current) {
    if (current.deletedColumn().isEmpty()) {
      return rows;
    }
    return "SELECT * FROM ("
        + rows
        + ") WHERE CAST("
        + path(current.deletedColumn())
        + " AS VARCHAR) IS DISTINCT FROM "
        + Quoted.text(current.deletedValue());
  }

  private static String order(CurrentState current) {
    String collected = Quoted.name(SystemColumns.TIME);
    String happened =
        current.time().isEmpty()
            ? collected
            : "coalesce(CAST(" + path(current.time()) + " AS TIMESTAMPTZ), " + collected + ")";
    return List.of(
            happened,
            collected,
            Quoted.name(SystemColumns.OFFSET),
            Quoted.name(SystemColumns.PARTITION))
        .stream()
        .map(column -> column + " DESC NULLS LAST")
        .collect(Collectors.joining(", "));
  }

  private static String path(String column) {
    return Arrays.stream(column.split("\\.", -1))
        .map(Quoted::name)
        .collect(Collectors.joining("."));
  }

  private LatestView() {}
}
