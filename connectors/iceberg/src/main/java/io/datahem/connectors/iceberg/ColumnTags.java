package io.datahem.connectors.iceberg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.contracts.table.Column;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/**
 * The policy tags of a table's columns, kept as a property of it, {@code datahem.tags}: a JSON
 * object of tags by the column's field id, which no renaming changes. Iceberg has no place of its
 * own for them.
 */
public final class ColumnTags {
  /** Every tag. */
  public static final String ALL = ".*";

  /** The property. */
  static final String NAME = "datahem.tags";

  /** What the property says of a table that lacks it. */
  static final String NONE = "{}";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The tags by field id; columns without any are not there. */
  public static Map<Integer, List<String>> read(Table table) {
    String text = table.properties().getOrDefault(NAME, NONE);
    try {
      return new TreeMap<>(
          JSON.readValue(text, new TypeReference<Map<Integer, List<String>>>() {}));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "Cannot read property " + NAME + " of table " + table.name(), e);
    }
  }

  /**
   * Keeps the tags of a plan's columns. A column that the plan lacks keeps what it had: its values
   * are still there.
   *
   * @param ids field ids by the columns' paths
   * @param wanted a tag that it does not match as a whole is left out
   */
  static void write(Table table, List<Column> columns, Map<String, Integer> ids, Pattern wanted) {
    Map<Integer, List<String>> before = read(table);
    Map<Integer, List<String>> tags = new TreeMap<>(before);
    put(columns, ids, wanted, tags);
    if (!before.equals(tags)) {
      table.updateProperties().set(NAME, json(tags)).commit();
    }
  }

  private static void put(
      List<Column> columns,
      Map<String, Integer> ids,
      Pattern wanted,
      Map<Integer, List<String>> tags) {
    for (Column column : columns) {
      @Nullable Integer id = ids.get(column.path());
      List<String> matching =
          column.tags().stream().filter(tag -> wanted.matcher(tag).matches()).toList();
      if (id != null && matching.isEmpty()) {
        tags.remove(id);
      } else if (id != null) {
        tags.put(id, matching);
      }
      put(column.fields(), ids, wanted, tags);
    }
  }

  private static String json(Map<Integer, List<String>> tags) {
    try {
      return JSON.writeValueAsString(tags);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private ColumnTags() {}
}
