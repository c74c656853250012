package io.datahem.connectors.iceberg.sql;

import io.datahem.connectors.iceberg.sql.QueryException.Reason;
import io.datahem.connectors.iceberg.sql.ReadStatement.TableName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;

/** The tables that there are, at one moment, and which one a statement means by a name. */
final class TableNames {
  /** The namespace whose tables need no prefix. */
  static final String DEFAULT = "default";

  private static final int MAX_LISTED = 10;
  private final List<TableIdentifier> tables;

  TableNames(List<TableIdentifier> tables) {
    this.tables = List.copyOf(tables);
  }

  static TableNames of(JdbcCatalog catalog) {
    List<TableIdentifier> tables = new ArrayList<>();
    for (Namespace namespace : catalog.listNamespaces()) {
      tables.addAll(catalog.listTables(namespace));
    }
    tables.sort(Comparator.comparing(TableNames::shown));
    return new TableNames(tables);
  }

  List<TableIdentifier> all() {
    return tables;
  }

  /** The table of a name; letters' case matters only where two tables differ by nothing else. */
  Optional<TableIdentifier> find(TableName name) {
    String wanted = name.namespace().isEmpty() ? DEFAULT : name.namespace();
    return tables.stream()
        .filter(table -> table.namespace().toString().equalsIgnoreCase(wanted))
        .filter(table -> table.name().equalsIgnoreCase(name.name()))
        .min(Comparator.comparing(table -> table.name().equals(name.name()) ? 0 : 1));
  }

  /** That there is no table of a name, and which may be meant. */
  QueryException unknown(TableName name) {
    String wanted = name.namespace().isEmpty() ? name.name() : name.namespace() + "." + name.name();
    return new QueryException(
        Reason.TABLE_UNKNOWN, "Cannot find table '" + wanted + "'" + hint(wanted));
  }

  private String hint(String wanted) {
    if (tables.isEmpty()) {
      return ": there are no tables yet. A table is there once its contract is pushed.";
    }
    String lower = wanted.toLowerCase(Locale.ROOT);
    List<String> shown = tables.stream().map(TableNames::shown).toList();
    int near = Math.max(2, wanted.length() / 3);
    return shown.stream()
        .min(Comparator.comparingInt(table -> distance(lower, table)))
        .filter(table -> distance(lower, table) <= near)
        .map(table -> ", did you mean '" + table + "'?")
        .orElseGet(
            () ->
                ", expected one of "
                    + String.join(", ", shown.subList(0, Math.min(MAX_LISTED, shown.size())))
                    + (shown.size() > MAX_LISTED
                        ? " and " + (shown.size() - MAX_LISTED) + " more (SHOW ALL TABLES)"
                        : ""));
  }

  /** As a statement writes it. */
  private static String shown(TableIdentifier table) {
    String namespace = table.namespace().toString();
    return namespace.equals(DEFAULT) ? table.name() : namespace + "." + table.name();
  }

  /** How far a name is from a table's; a forgotten namespace is near. */
  private static int distance(String wanted, String table) {
    String lower = table.toLowerCase(Locale.ROOT);
    return lower.endsWith("." + wanted) ? 1 : edits(wanted, lower);
  }

  /** Levenshtein's distance. */
  private static int edits(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j < above.length; j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], above[j]) + 1, above[j - 1] + change);
      }
      above = row;
    }
    return above[b.length()];
  }
}
