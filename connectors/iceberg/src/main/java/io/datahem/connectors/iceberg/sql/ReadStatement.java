package io.datahem.connectors.iceberg.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.connectors.iceberg.sql.QueryException.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One statement that reads and does nothing else, judged by DuckDB's own syntax tree: a SELECT in
 * any of its forms (WITH, FROM, VALUES, DESCRIBE, SHOW, SUMMARIZE), or EXPLAIN of one. Of the
 * functions that stand for tables only {@link #TABLE_FUNCTIONS} are let through, so that a
 * statement reads neither files nor what a text in it says.
 */
final class ReadStatement {
  private static final int MAX_CHARS = 100_000;

  /** What comes before the statement that EXPLAIN explains. */
  private static final Pattern EXPLAIN =
      Pattern.compile("\\s*EXPLAIN\\b(\\s+ANALYZE\\b)?", Pattern.CASE_INSENSITIVE);

  private static final Set<String> TABLE_FUNCTIONS =
      Set.of(
          "range",
          "generate_series",
          "generate_subscripts",
          "unnest",
          "repeat",
          "repeat_row",
          "json_each",
          "json_tree",
          "duckdb_columns",
          "duckdb_functions",
          "duckdb_keywords",
          "duckdb_schemas",
          "duckdb_tables",
          "duckdb_types",
          "duckdb_views");
  private static final Set<String> METADATA_SCHEMAS = Set.of("information_schema", "pg_catalog");
  private static final Pattern METADATA_TABLES =
      Pattern.compile("(duckdb|sqlite|pragma|pg)_.*", Pattern.CASE_INSENSITIVE);
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A table that a statement names.
   *
   * @param namespace empty when it names none
   */
  record TableName(String namespace, String name) {}

  private final List<TableName> tables = new ArrayList<>();
  private final Set<String> withNames = new HashSet<>();
  private boolean listsTables;

  private ReadStatement() {}

  /** The tables it names. */
  List<TableName> tables() {
    return tables.stream().distinct().toList();
  }

  /**
   * True when a name may be one that a WITH of the statement defines, in which case there need not
   * be a table of that name. (There may: {@code WITH t AS (FROM t) FROM t}.)
   */
  boolean mayDefine(TableName table) {
    return table.namespace().isEmpty() && withNames.contains(table.name().toLowerCase(Locale.ROOT));
  }

  /** True when it asks which tables there are. */
  boolean listsTables() {
    return listsTables;
  }

  /**
   * Judges a statement.
   *
   * @param duck any connection; nothing of the statement is run
   * @throws QueryException {@code SQL_INVALID} or {@code SQL_NOT_READ_ONLY}
   */
  static ReadStatement parse(Connection duck, String sql) throws SQLException {
    if (sql.length() > MAX_CHARS) {
      throw new QueryException(
          Reason.SQL_INVALID,
          "Cannot run the statement: it has "
              + sql.length()
              + " characters, expected at most "
              + MAX_CHARS);
    }
    JsonNode tree = tree(duck, sql);
    Matcher explain = EXPLAIN.matcher(sql);
    if (tree.path("error").asBoolean() && explain.lookingAt()) {
      tree = tree(duck, sql.substring(explain.end()));
    }
    refuseErrors(tree);
    int statements = tree.path("statements").size();
    if (statements != 1) {
      throw new QueryException(
          statements == 0 ? Reason.SQL_INVALID : Reason.SQL_NOT_READ_ONLY,
          "Cannot run the statement: found " + statements + " statements, expected one");
    }
    ReadStatement statement = new ReadStatement();
    statement.visit(tree.path("statements"));
    return statement;
  }

  private static JsonNode tree(Connection duck, String sql) throws SQLException {
    try (PreparedStatement serialize =
        duck.prepareStatement("SELECT json_serialize_sql(?::VARCHAR)")) {
      serialize.setString(1, sql);
      try (ResultSet row = serialize.executeQuery()) {
        row.next();
        return JSON.readTree(row.getString(1));
      }
    } catch (JsonProcessingException e) {
      throw new QueryException(
          Reason.SQL_INVALID, "Cannot run the statement: it is nested too deeply", e);
    }
  }

  private static void refuseErrors(JsonNode tree) {
    if (!tree.path("error").asBoolean()) {
      return;
    }
    String message = tree.path("error_message").asText();
    if (tree.path("error_type").asText().equals("parser")) {
      String position = tree.path("position").asText();
      throw new QueryException(
          Reason.SQL_INVALID,
          "Cannot read the statement: "
              + message
              + (position.isEmpty() ? "" : " (character " + position + ")"));
    }
    throw new QueryException(
        Reason.SQL_NOT_READ_ONLY,
        "Cannot run the statement: it does more than read, expected SELECT, WITH, FROM, VALUES,"
            + " DESCRIBE, SHOW, SUMMARIZE or EXPLAIN. Tables change by contracts and events alone.");
  }

  private void visit(JsonNode node) {
    switch (node.path("type").asText()) {
      case "BASE_TABLE" -> table(node);
      case "TABLE_FUNCTION" -> function(node.path("function").path("function_name").asText());
      case "SHOW_REF" -> listsTables |= node.path("query").isNull();
      default -> {}
    }
    for (JsonNode with : node.path("cte_map").path("map")) {
      withNames.add(with.path("key").asText().toLowerCase(Locale.ROOT));
    }
    node.forEach(this::visit);
  }

  private void table(JsonNode node) {
    String catalog = node.path("catalog_name").asText();
    String namespace = node.path("schema_name").asText();
    String name = node.path("table_name").asText();
    if (METADATA_SCHEMAS.contains(namespace.toLowerCase(Locale.ROOT))
        || (namespace.isEmpty() && METADATA_TABLES.matcher(name).matches())) {
      listsTables = true;
    } else {
      tables.add(new TableName(catalog.isEmpty() ? namespace : catalog + "." + namespace, name));
    }
  }

  private void function(@Nullable String name) {
    if (name == null || !TABLE_FUNCTIONS.contains(name.toLowerCase(Locale.ROOT))) {
      throw new QueryException(
          Reason.SQL_NOT_READ_ONLY,
          "Cannot run the statement: found table function '"
              + name
              + "', expected a table. Statements read the warehouse's tables alone.");
    }
    listsTables |= METADATA_TABLES.matcher(name).matches();
  }
}
