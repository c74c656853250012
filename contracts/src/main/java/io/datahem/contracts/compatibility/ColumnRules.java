package io.datahem.contracts.compatibility;

import static io.datahem.contracts.compatibility.Rule.words;

import com.fasterxml.jackson.databind.node.BooleanNode;
import io.datahem.contracts.table.Column;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** The rules of a column that the table has: of the same path, or of the same name beside it. */
final class ColumnRules {
  static final Rule<Column> COLUMN_TYPE_CHANGED =
      words(
              "COLUMN_TYPE_CHANGED",
              "The table's column cannot change in place, and its old rows hold the old type.",
              "Keep the column's type, or use a new field number.")
          .changing(EnumSet.of(Break.BACKWARD_TABLE), ColumnRules::retyped);

  static final Rule<Column> COLUMN_NAME_TAKEN =
      words(
              "COLUMN_NAME_TAKEN",
              "A table keeps the columns of removed and hidden fields: old rows would mix with new ones.",
              "Name another with (datahem.field).column.")
          .changing(EnumSet.of(Break.BACKWARD_TABLE), ColumnRules::taken);

  static final List<Rule<Column>> ALL = List.of(COLUMN_TYPE_CHANGED, COLUMN_NAME_TAKEN);

  private static Optional<Broken> retyped(Column before, Column after) {
    return type(before).equals(type(after))
        ? Optional.empty()
        : broken("changed its column " + type(before) + " -> " + type(after));
  }

  private static Optional<Broken> taken(Column before, Column after) {
    return before.path().equals(after.path())
        ? Optional.empty()
        : broken(
            "names column '"
                + after.name()
                + "', which the table has of another field that is gone");
  }

  /** The example is any event that fills the column: whoever asks knows the column's field. */
  private static Optional<Broken> broken(String what) {
    return Optional.of(
        MessageRules.broken(what, EnumSet.of(Break.BACKWARD_TABLE), BooleanNode.TRUE));
  }

  private static String type(Column column) {
    return (column.repeated() ? "repeated " : "") + column.type();
  }

  private ColumnRules() {}
}
