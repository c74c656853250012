package io.datahem.contracts.table;

import java.util.List;
import java.util.Objects;

/**
 * One column of a table.
 *
 * @param path the column's identity, which survives renames: the protobuf field numbers from the
 *     message down, joined by {@code .} (a map's key is {@code n.1}, its value {@code n.2}); a
 *     system column's own name
 * @param name the column's name in its table or record
 * @param type the type of its value, or of its elements when repeated
 * @param repeated true for a list (a map is a repeated record of {@code key} and {@code value})
 * @param fields the nested columns of a record, else empty
 * @param description empty when none
 * @param tags policy tags
 */
public record Column(
    String path,
    String name,
    ColumnType type,
    boolean repeated,
    List<Column> fields,
    String description,
    List<String> tags) {

  public Column {
    Objects.requireNonNull(path, "path");
    fields = List.copyOf(fields);
    tags = List.copyOf(tags);
  }

  /** A plain column of a system table, whose name is its identity. */
  public static Column of(String name, ColumnType type, String description) {
    return new Column(name, name, type, false, List.of(), description, List.of());
  }

  /** A record of a system table, repeated. */
  public static Column list(String name, List<Column> fields, String description) {
    return new Column(name, name, ColumnType.RECORD, true, fields, description, List.of());
  }
}
