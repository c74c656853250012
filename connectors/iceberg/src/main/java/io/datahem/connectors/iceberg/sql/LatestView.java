package io.datahem.connectors.iceberg.sql;

import io.datahem.contracts.table.CurrentState;
import io.datahem.contracts.table.SystemColumns;
import java.util.Arrays;
import java.util.List;
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

  /** True when a name may be that of a view of a table. */
  static boolean mayBe(String name) {
    return name.length() > SUFFIX.length()
        && name.regionMatches(true, name.length() - SUFFIX.length(), SUFFIX, 0, SUFFIX.length());
  }

  /** The table's name in the view's. */
  static String tableOf(String name) {
    return name.substring(0, name.length() - SUFFIX.length());
  }

  static String rows(TableIdentifier table, CurrentState current) {
    String keys = current.keys().stream().map(LatestView::path).collect(Collectors.joining(", "));
    String newest =
        "SELECT * FROM "
            + Quoted.name(table.namespace().toString())
            + "."
            + Quoted.name(table.name())
            + " QUALIFY row_number() OVER (PARTITION BY "
            + keys
            + " ORDER BY "
            + order(current)
            + ") = 1";
    if (current.deletedColumn().isEmpty()) {
      return newest;
    }
    return "SELECT * FROM ("
        + newest
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
