package io.datahem.contracts.compatibility;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.datahem.contracts.Breakage;
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
import org.jspecify.annotations.Nullable;

/**
 * Every column that a stream's table ever got. A table forgets none: the column of a removed or
 * hidden field keeps its name and its type, so a new version must fit them all, not only those of
 * the version before it.
 */
final class ColumnHistory {
  /** Of each record, by its path, its columns by theirs; the table itself has path "". */
  private final Map<String, Map<String, Known>> records = new HashMap<>();

  private final List<Finding> findings = new ArrayList<>();
  private final Descriptor event;

  private ColumnHistory(Descriptor event) {
    this.event = event;
  }

  /**
   * A column that the table has.
   *
   * @param field the one that it last was of
   */
  private record Known(Column column, FieldDescriptor field) {}

  /**
   * What the table cannot take in place, at the fields of the new version.
   *
   * @param versions the earlier ones, oldest first
   */
  static List<Finding> check(List<Contract> versions, Contract after) {
    ColumnHistory history = new ColumnHistory(after.descriptor());
    versions.forEach(version -> history.keep("", columns(version), version.descriptor()));
    history.check("", columns(after), after.descriptor(), null);
    return history.findings;
  }

  private static List<Column> columns(Contract contract) {
    return TablePlans.of(contract).columns().stream()
        .filter(column -> !SystemColumns.contains(column))
        .toList();
  }

  private void keep(String record, List<Column> columns, Descriptor message) {
    Map<String, Known> known = records.computeIfAbsent(record, path -> new HashMap<>());
    for (Column column : columns) {
      FieldDescriptor field = field(message, column);
      known.put(column.path(), new Known(column, field));
      if (!column.fields().isEmpty()) {
        keep(column.path(), column.fields(), field.getMessageType());
      }
    }
  }

  private void check(String record, List<Column> columns, Descriptor message, @Nullable Step up) {
    Map<String, Known> inTable = records.getOrDefault(record, Map.of());
    Map<String, Known> left = leftBehind(inTable, columns);
    for (Column column : columns) {
      Step way = new Step(field(message, column), field(message, column), up);
      Known known = inTable.get(column.path());
      if (known != null && say(ColumnRules.COLUMN_TYPE_CHANGED, known, column, way)) {
        continue;
      }
      Known owner = left.get(column.name().toLowerCase(Locale.ROOT));
      if (owner != null) {
        say(ColumnRules.COLUMN_NAME_TAKEN, owner, column, way);
      }
      if (!column.fields().isEmpty()) {
        check(column.path(), column.fields(), way.after().getMessageType(), way);
      }
    }
  }

  /** The record's columns that the new version does not have, by name. */
  private static Map<String, Known> leftBehind(Map<String, Known> inTable, List<Column> columns) {
    Map<String, Known> left = new HashMap<>(inTable);
    columns.forEach(column -> left.remove(column.path()));
    Map<String, Known> byName = new HashMap<>();
    left.values().forEach(known -> byName.put(known.column.name().toLowerCase(Locale.ROOT), known));
    return byName;
  }

  private boolean say(Rule<Column> rule, Known known, Column column, Step way) {
    Optional<Broken> broken = rule.broken(known.column, column);
    FieldDescriptor field = way.after();
    broken.ifPresent(
        each ->
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
                            + each.what()
                            + ". "
                            + rule.why(),
                        rule.fix())
                    .breaking(breakage(known, way))));
    return broken.isPresent();
  }

  private Breakage breakage(Known known, Step way) {
    String example = way.event(Samples.element(way.after()), false).toString();
    return new Breakage(
        Places.of(known.field), event.getFullName(), Map.of(Break.BACKWARD_TABLE, example));
  }

  private static FieldDescriptor field(Descriptor message, Column column) {
    String number = column.path().substring(column.path().lastIndexOf('.') + 1);
    return Objects.requireNonNull(message.findFieldByNumber(Integer.parseInt(number)));
  }
}
