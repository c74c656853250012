package io.datahem.pipeline;

import io.datahem.contracts.table.Column;
import io.datahem.contracts.table.ColumnType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The column that holds an event's attributes, in every table that keeps events whole. */
final class AttributeColumn {
  static final Column COLUMN =
      Column.list(
          "attributes",
          List.of(
              Column.of("key", ColumnType.STRING, "The attribute's name"),
              Column.of("value", ColumnType.STRING, "The attribute's value")),
          "All attributes of the event");

  static List<Object[]> value(Map<String, String> attributes) {
    Object[][] entries = new Object[attributes.size()][];
    int size = 0;
    for (Map.Entry<String, String> entry : attributes.entrySet()) {
      entries[size++] = new Object[] {entry.getKey(), entry.getValue()};
    }
    return Arrays.asList(entries);
  }

  private AttributeColumn() {}
}
