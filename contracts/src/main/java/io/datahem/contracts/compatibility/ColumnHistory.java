package io.datahem.contracts.compatibility;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.datahem.contracts.Contract;
import io.datahem.contracts.Finding;
import io.datahem.contracts.compile.Places;
import io.datahem.contracts.table.Column;
import io.datahem.contracts.table.SystemColumns;
import io.datahem.contracts.table.TablePlans;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Every column that a stream's table ever got. A table forgets none: the column of a removed or
 * hidden field keeps its name and its type, so a new version must fit them all, not only those of
 * the version before it.
 */
final class ColumnHistory {
  /** Of each record, by its path, its columns by theirs; the table itself has path "". */
  private final Map<String, Map<String, Column>> records = new HashMap<>();

  private final List<Finding> findings = new ArrayList<>();

  private ColumnHistory() {}

  /**
   * What the table cannot take in place, at the fields of the new version.
   *
   * @param versions the earlier ones, oldest first
   */
  static List<Finding> check(List<Contract> versions, Contract after) {
    ColumnHistory history = new ColumnHistory();
    versions.forEach(version -> history.keep("", TablePlans.of(version).columns()));
    List<Column> columns =
        TablePlans.of(after).columns().stream()
            .filter(column -> !SystemColumns.ALL.contains(column))
            .toList();
    history.check("", columns, after.descriptor());
    return history.findings;
  }

  private void keep(String record, List<Column> columns) {
    Map<String, Column> known = records.computeIfAbsent(record, path -> new HashMap<>());
    for (Column column : columns) {
      known.put(column.path(), column);
      if (!column.fields().isEmpty()) {
        keep(column.path(), column.fields());
      }
    }
  }

  private void check(String record, List<Column> columns, Descriptor message) {
    Map<String, Column> inTable = records.getOrDefault(record, Map.of());
    Map<String, Column> left = leftBehind(inTable, columns);
    for (Column column : columns) {
      FieldDescriptor field = field(message, column);
      Column known = inTable.get(column.path());
      if (known != null && say(ColumnRules.COLUMN_TYPE_CHANGED, known, column, field)) {
        continue;
      }
      Column owner = left.get(lower(column));
      if (owner != null) {
        say(ColumnRules.COLUMN_NAME_TAKEN, owner, column, field);
      }
      if (!column.fields().isEmpty()) {
        check(column.path(), column.fields(), field.getMessageType());
      }
    }
  }

  /** The record's columns that the new version does not have, by name. */
  private static Map<String, Column> leftBehind(Map<String, Column> inTable, List<Column> columns) {
    Map<String, Column> left = new HashMap<>(inTable);
    columns.forEach(column -> left.remove(column.path()));
    Map<String, Column> byName = new HashMap<>();
    left.values().forEach(column -> byName.put(lower(column), column));
    return byName;
  }

  private boolean say(ColumnRules rule, Column before, Column after, FieldDescriptor field) {
    Optional<String> broken = rule.broken(before, after);
    broken.ifPresent(
        what ->
            findings.add(
                Finding.error(
                    rule.code(),
                    Places.of(field),
                    "Cannot register "
                        + field.getContainingType().getFullName()
                        + ": field "
                        + field.getNumber()
                        + " '"
                        + field.getName()
                        + "' "
                        + what
                        + ". "
                        + rule.why(),
                    rule.fix())));
    return broken.isPresent();
  }

  private static FieldDescriptor field(Descriptor message, Column column) {
    String number = column.path().substring(column.path().lastIndexOf('.') + 1);
    return Objects.requireNonNull(message.findFieldByNumber(Integer.parseInt(number)));
  }

  private static String lower(Column column) {
    return column.name().toLowerCase(Locale.ROOT);
  }
}
