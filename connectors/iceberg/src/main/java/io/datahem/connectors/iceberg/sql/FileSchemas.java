package io.datahem.connectors.iceberg.sql;

import io.datahem.connectors.iceberg.sql.QueryException.Reason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SchemaParser;

/**
 * The schemas that data files were written by, from their footers. A data file never changes, so
 * what was read is kept, for at most {@link #MAX_KEPT_FILES} files. Thread-safe.
 */
final class FileSchemas {
  private static final int MAX_KEPT_FILES = 10_000;

  /** The key under which Iceberg's writer leaves the schema in a file. */
  private static final String SCHEMA_KEY = "iceberg.schema";

  private final Map<String, Schema> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Schema> eldest) {
          return size() > MAX_KEPT_FILES;
        }
      };

  /**
   * The files by schema.
   *
   * @param duck reads the footers
   */
  synchronized Map<Schema, List<String>> group(Connection duck, List<String> files)
      throws SQLException {
    Map<String, Schema> known = new LinkedHashMap<>();
    List<String> unread =
        files.stream().filter(file -> !kept.containsKey(file)).collect(Collectors.toList());
    if (!unread.isEmpty()) {
      known.putAll(read(duck, unread));
    }
    files.stream().filter(kept::containsKey).forEach(file -> known.put(file, kept.get(file)));
    kept.putAll(known);
    return byText(files, known);
  }

  /** Schemas have no equality; the same text is the same schema. */
  private static Map<Schema, List<String>> byText(List<String> files, Map<String, Schema> schemas) {
    Map<String, List<String>> byText =
        files.stream()
            .collect(
                Collectors.groupingBy(
                    file -> schema(schemas, file).asStruct().toString(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    Map<Schema, List<String>> groups = new LinkedHashMap<>();
    byText.values().forEach(group -> groups.put(schema(schemas, group.get(0)), group));
    return groups;
  }

  private static Schema schema(Map<String, Schema> schemas, String file) {
    Schema schema = schemas.get(file);
    if (schema == null) {
      throw new QueryException(
          Reason.WAREHOUSE_UNAVAILABLE,
          "Cannot read "
              + file
              + ": no key "
              + SCHEMA_KEY
              + " in its footer, expected a file of Iceberg's");
    }
    return schema;
  }

  private static Map<String, Schema> read(Connection duck, List<String> files) throws SQLException {
    String paths = files.stream().map(Quoted::text).collect(Collectors.joining(", "));
    Map<String, Schema> schemas = new LinkedHashMap<>();
    try (Statement statement = duck.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT file_name, decode(value) FROM parquet_kv_metadata(["
                    + paths
                    + "]) WHERE decode(key) = "
                    + Quoted.text(SCHEMA_KEY))) {
      while (rows.next()) {
        schemas.put(rows.getString(1), SchemaParser.fromJson(rows.getString(2)));
      }
    }
    return schemas;
  }
}
