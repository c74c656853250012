package io.datahem.connectors.iceberg.sql;

import io.datahem.connectors.iceberg.sql.QueryException.Reason;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types.NestedField;

/**
 * The definition of a DuckDB view that shows a table as its present snapshot has it, with the
 * table's present columns.
 */
final class TableView {
  private final Table table;
  private final Schema schema;

  TableView(Table table) {
    this(table, table.schema());
  }

  /**
   * A view of a table by the columns of another, whose field ids are the same.
   *
   * @param schema the columns
   */
  TableView(Table table, Schema schema) {
    this.table = table;
    this.schema = schema;
  }

  /** The table's columns and no rows. */
  String empty() {
    return schema.columns().stream()
        .map(
            field ->
                "CAST(NULL AS " + DuckTypes.of(field.type()) + ") AS " + Quoted.name(field.name()))
        .collect(Collectors.joining(", ", "SELECT ", " WHERE false"));
  }

  /**
   * The table's rows.
   *
   * @param duck reads footers where names alone would mislead
   * @param schemas tells what a file was written by
   */
  String rows(Connection duck, FileSchemas schemas) throws IOException, SQLException {
    return rows(duck, schemas, Expressions.alwaysTrue());
  }

  /**
   * Rows of the table: at least those that a condition is true of.
   *
   * @param where the condition
   */
  String rows(Connection duck, FileSchemas schemas, Expression where)
      throws IOException, SQLException {
    List<String> files = files(where);
    if (files.isEmpty()) {
      return empty();
    }
    if (NestedNames.neverChanged(schema, table.schemas().values())) {
      return read(files);
    }
    return grouped(schemas.group(duck, files));
  }

  private List<String> files(Expression where) throws IOException {
    List<String> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().filter(where).planFiles()) {
      for (FileScanTask task : tasks) {
        if (!task.deletes().isEmpty()) {
          throw new QueryException(
              Reason.WAREHOUSE_UNAVAILABLE,
              "Cannot query table "
                  + table.name()
                  + ": found delete files, expected data files alone. Rewrite the table's data files.");
        }
        String path = task.file().location();
        files.add(path.startsWith("file:") ? path.substring("file:".length()) : path);
      }
    }
    return files;
  }

  private String grouped(Map<Schema, List<String>> groups) {
    List<String> parts = new ArrayList<>();
    groups.forEach(
        (written, files) ->
            parts.add(
                NestedNames.sameNames(written, schema) ? read(files) : rebuild(files, written)));
    return String.join(" UNION ALL ", parts);
  }

  /** Files whose nested fields have their present names, or none. */
  private String read(List<String> files) {
    return "SELECT * FROM " + readParquet(files, schema);
  }

  /** Files whose nested fields had other names. */
  private String rebuild(List<String> files, Schema written) {
    List<NestedField> columns = new ArrayList<>();
    StringBuilder select = new StringBuilder();
    for (NestedField field : schema.columns()) {
      NestedField before = written.findField(field.fieldId());
      NestedField read = before == null ? field : before;
      columns.add(NestedField.from(field).ofType(read.type()).build());
      String name = Quoted.name(field.name());
      select
          .append(select.isEmpty() ? "" : ", ")
          .append("CAST(")
          .append(NestedNames.rebuilt(name, read.type(), field.type(), 0))
          .append(" AS ")
          .append(DuckTypes.of(field.type()))
          .append(") AS ")
          .append(name);
    }
    return "SELECT " + select + " FROM " + readParquet(files, new Schema(columns));
  }

  /** Columns are found by field id; one that a file lacks is null. */
  private static String readParquet(List<String> files, Schema columns) {
    String paths = files.stream().map(Quoted::text).collect(Collectors.joining(", "));
    String schema =
        columns.columns().stream()
            .map(
                field ->
                    field.fieldId()
                        + ": {name: "
                        + Quoted.text(field.name())
                        + ", type: "
                        + Quoted.text(DuckTypes.of(field.type()))
                        + ", default_value: NULL}")
            .collect(Collectors.joining(", "));
    return "read_parquet(["
        + paths
        + "], hive_partitioning = false, schema = MAP {"
        + schema
        + "})";
  }
}
