package io.datahem.pipeline;

import io.datahem.contracts.table.Column;
import io.datahem.contracts.table.ColumnType;
import java.util.ArrayList;
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
    List<Object[]> entries = new ArrayList<>(attributes.size());
    attributes.forEach((key, value) -> entries.add(new Object[] {key, value}));
    return entries;
  }

  private AttributeColumn() {}
}
