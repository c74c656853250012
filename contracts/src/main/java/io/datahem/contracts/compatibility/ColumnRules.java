package io.datahem.contracts.compatibility;

import io.datahem.contracts.table.Column;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The rules of a column that the table has: of the same path, or of the same name beside it. */
@SuppressWarnings("ImmutableEnumChecker") // the tests are lambdas without state
enum ColumnRules implements Rule<Column> {
  COLUMN_TYPE_CHANGED(
      "The table's column cannot change in place, and its old rows hold the old type.",
      "Keep the column's type, or use a new field number.",
      (before, after) ->
          type(before).equals(type(after))
              ? Optional.empty()
              : Optional.of("changed its column " + type(before) + " -> " + type(after))),
  COLUMN_NAME_TAKEN(
      "A table keeps the columns of removed and hidden fields: old rows would mix with new ones.",
      "Name another with (datahem.field).column.",
      (before, after) ->
          before.path().equals(after.path())
              ? Optional.empty()
              : Optional.of(
                  "names column '"
                      + after.name()
                      + "', which the table has of another field that is gone"));

  private final String why;
  private final String fix;
  private final BiFunction<Column, Column, Optional<String>> test;

  ColumnRules(String why, String fix, BiFunction<Column, Column, Optional<String>> test) {
    this.why = why;
    this.fix = fix;
    this.test = test;
  }

  static final List<ColumnRules> ALL = List.of(values());

  @Override
  public String code() {
    return name();
  }

  @Override
  public String why() {
    return why;
  }

  @Override
  public String fix() {
    return fix;
  }

  @Override
  public Optional<String> broken(Column before, Column after) {
    return test.apply(before, after);
  }

  private static String type(Column column) {
    return (column.repeated() ? "repeated " : "") + column.type();
  }
}
