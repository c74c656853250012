package io.datahem.pipeline;

import io.datahem.contracts.table.Column;
import io.datahem.contracts.table.ColumnType;
import java.util.List;

/**
 * The column that holds an event's attributes, in every table that keeps events whole; its values
 * are the attributes as they are.
 */
final class AttributeColumn {
  static final Column COLUMN =
      Column.list(
          "attributes",
          List.of(
              Column.of("key", ColumnType.STRING, "The attribute's name"),
              Column.of("value", ColumnType.STRING, "The attribute's value")),
          "All attributes of the event");

  private AttributeColumn() {}
}
