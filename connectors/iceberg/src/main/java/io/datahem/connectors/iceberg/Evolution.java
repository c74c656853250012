package io.datahem.connectors.iceberg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.contracts.table.Column;
import io.datahem.contracts.table.ColumnType;
import io.datahem.contracts.table.TablePlan;
import io.datahem.pipeline.WarehouseException;
import io.datahem.pipeline.WarehouseException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/**
 * Brings a table's schema in place to what a plan asks for: first renames and descriptions, then
 * new columns. A column is known by its path, not its name; which path has which field id is kept
 * in a property of the table. A path that the property lacks (the process died between the two
 * commits) adopts the column of its name that no other path has.
 *
 * <p>Nothing is removed: a column that the plan lacks stays.
 */
final class Evolution {
  /** The property: JSON object of field ids by path. */
  static final String COLUMNS_PROPERTY = "datahem.columns";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Table table;
  private final TablePlan plan;
  private final Map<String, Integer> ids;
  private final List<Step> renames = new ArrayList<>();
  private final List<Step> additions = new ArrayList<>();

  /** One change of the schema. */
  private interface Step {
    void apply(UpdateSchema update);
  }

  private Evolution(Table table, TablePlan plan) {
    this.table = table;
    this.plan = plan;
    this.ids = readIds(table);
  }

  /**
   * Evolves the table until it holds the plan; safe to race, the loser's commit fails and is tried
   * again by the caller.
   *
   * @param tags the policy tags that are put on columns
   */
  static void evolve(Table table, TablePlan plan, Pattern tags) {
    for (int round = 0; ; round++) {
      Evolution evolution = new Evolution(table, plan);
      evolution.compare(table.schema().asStruct(), plan.columns(), "");
      if (!evolution.commitNext()) {
        evolution.writeIds();
        CurrentProperty.write(table, Optional.ofNullable(plan.current()));
        ColumnTags.write(table, plan.columns(), evolution.ids, tags);
        return;
      }
      if (round > 3) {
        throw new IllegalStateException("Cannot settle the schema of " + plan.name());
      }
      table.refresh();
    }
  }

  /** The field ids by path. */
  static Map<String, Integer> readIds(Table table) {
    String text = table.properties().getOrDefault(COLUMNS_PROPERTY, "{}");
    try {
      return new TreeMap<>(JSON.readValue(text, new TypeReference<Map<String, Integer>>() {}));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "Cannot read property " + COLUMNS_PROPERTY + " of table " + table.name(), e);
    }
  }

  private boolean commitNext() {
    List<Step> steps = renames.isEmpty() ? additions : renames;
    if (steps.isEmpty()) {
      return false;
    }
    UpdateSchema update = table.updateSchema();
    steps.forEach(step -> step.apply(update));
    update.commit();
    return true;
  }

  private void writeIds() {
    Map<String, Integer> before = readIds(table);
    if (!before.equals(ids)) {
      try {
        table.updateProperties().set(COLUMNS_PROPERTY, JSON.writeValueAsString(ids)).commit();
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void compare(Types.StructType struct, List<Column> columns, String parent) {
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      NestedField field = find(struct, column);
      if (field == null) {
        add(struct, columns, i, parent);
      } else {
        ids.put(column.path(), field.fieldId());
        rename(struct, columns, column, field, parent);
        compare(field, column, fullName(parent, field.name()));
      }
    }
  }

  private @Nullable NestedField find(Types.StructType struct, Column column) {
    Integer id = ids.get(column.path());
    NestedField known = id == null ? null : struct.field(id);
    if (known != null) {
      return known;
    }
    NestedField named = struct.field(column.name());
    boolean free = named != null && !ids.containsValue(named.fieldId());
    return free ? named : null;
  }

  private void compare(NestedField field, Column column, String fullName) {
    Type expected = IcebergTypes.type(column, new AtomicInteger());
    Type found = field.type();
    boolean list = found.isListType();
    Type single = list ? found.asListType().elementType() : found;
    boolean record = column.type() == ColumnType.RECORD;
    if (list != column.repeated()
        || record != single.isStructType()
        || (!record && !single.equals(IcebergTypes.primitive(column.type())))) {
      throw incompatible(column, fullName, found, expected);
    }
    if (!column.description().isEmpty() && !Objects.equals(field.doc(), column.description())) {
      renames.add(update -> update.updateColumnDoc(fullName, column.description()));
    }
    if (record) {
      compare(single.asStructType(), column.fields(), list ? fullName + ".element" : fullName);
    }
  }

  private void rename(
      Types.StructType struct,
      List<Column> columns,
      Column column,
      NestedField field,
      String parent) {
    if (field.name().equals(column.name())) {
      return;
    }
    String fullName = fullName(parent, field.name());
    if (isTaken(struct, columns, column)) {
      throw clash(column, "rename column '" + shown(fullName) + "' to '" + column.name() + "'");
    }
    renames.add(update -> update.renameColumn(fullName, column.name()));
  }

  /** True when a field has the column's name already and does not get another one itself. */
  private boolean isTaken(Types.StructType struct, List<Column> columns, Column column) {
    NestedField holder = struct.field(column.name());
    return holder != null
        && columns.stream()
            .noneMatch(
                other ->
                    Objects.equals(ids.get(other.path()), holder.fieldId())
                        && !other.name().equals(holder.name()));
  }

  private void add(Types.StructType struct, List<Column> columns, int index, String parent) {
    Column column = columns.get(index);
    if (isTaken(struct, columns, column)) {
      throw clash(column, "add column '" + shown(fullName(parent, column.name())) + "'");
    }
    additions.add(
        update -> {
          Type type = IcebergTypes.type(column, new AtomicInteger(1_000_000));
          String doc = column.description().isEmpty() ? null : column.description();
          if (parent.isEmpty()) {
            update.addColumn(column.name(), type, doc);
          } else {
            update.addColumn(parent, column.name(), type, doc);
          }
          next(struct, columns, index)
              .ifPresent(
                  next ->
                      update.moveBefore(fullName(parent, column.name()), fullName(parent, next)));
        });
  }

  /**
   * The first column behind the new one that the table has already: the new one's place is before
   * it.
   */
  private Optional<String> next(Types.StructType struct, List<Column> columns, int index) {
    return columns.stream()
        .skip(index + 1L)
        .map(column -> find(struct, column))
        .filter(Objects::nonNull)
        .map(NestedField::name)
        .findFirst();
  }

  private WarehouseException clash(Column column, String change) {
    return new WarehouseException(
        Reason.TABLE_INCOMPATIBLE,
        "Cannot "
            + change
            + " in table "
            + plan.name()
            + ": an older field's column has that name, expected a free one. Name the column"
            + " otherwise with (datahem.field).column.",
        column.path());
  }

  private WarehouseException incompatible(
      Column column, String fullName, Type found, Type expected) {
    return new WarehouseException(
        Reason.TABLE_INCOMPATIBLE,
        "Cannot change column '"
            + shown(fullName)
            + "' of table "
            + plan.name()
            + " in place: found "
            + found
            + ", expected "
            + expected
            + ". Use a new field number, or a new major version of the contract.",
        column.path());
  }

  /** Without the step into a list's elements, which people do not write. */
  private static String shown(String fullName) {
    return fullName.replace(".element.", ".");
  }

  private static String fullName(String parent, String name) {
    return parent.isEmpty() ? name : parent + "." + name;
  }
}
