package io.datahem.connectors.iceberg.sql;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/**
 * Where the names of nested fields may be trusted, and what to do where not.
 *
 * <p>DuckDB finds a file's top-level columns by field id, but the fields inside a struct by name: a
 * nested field that was renamed would be null in older files, and one that took an older one's name
 * would show the older one's values. Files written under other nested names are therefore read by
 * their own names, and their structs built anew, field by field, under the present ones.
 */
final class NestedNames {

  /** True when no nested field ever had another name, nor another field its name. */
  static boolean neverChanged(Schema now, Collection<Schema> ever) {
    return ever.stream().allMatch(schema -> sameNames(schema, now));
  }

  /** True when a file of one schema can be read by the nested names of another. */
  static boolean sameNames(Schema file, Schema now) {
    for (NestedField field : now.columns()) {
      NestedField written = file.findField(field.fieldId());
      if (written != null && !sameNames(written.type(), field.type())) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameNames(Type file, Type now) {
    if (file.isListType() && now.isListType()) {
      return sameNames(file.asListType().elementType(), now.asListType().elementType());
    }
    if (!file.isStructType() || !now.isStructType()) {
      return true;
    }
    Map<String, NestedField> byName = new HashMap<>();
    now.asStructType().fields().forEach(field -> byName.put(field.name(), field));
    for (NestedField written : file.asStructType().fields()) {
      NestedField byId = now.asStructType().field(written.fieldId());
      NestedField named = byName.get(written.name());
      if (byId == null ? named != null : !byId.equals(named)) {
        return false;
      }
      if (byId != null && !sameNames(written.type(), byId.type())) {
        return false;
      }
    }
    return true;
  }

  /**
   * An expression that turns a value as a file has it into the present type.
   *
   * @param value the expression of the file's value
   * @param file its type in the file, null when the file lacks it
   * @param now its present type
   * @param depth how many lists it is inside of, which names its variables
   */
  static String rebuilt(String value, @Nullable Type file, Type now, int depth) {
    if (file == null) {
      return "CAST(NULL AS " + DuckTypes.of(now) + ")";
    }
    if (now.isListType()) {
      String element = "e" + depth;
      return "list_transform("
          + value
          + ", lambda "
          + element
          + ": "
          + rebuilt(
              element, file.asListType().elementType(), now.asListType().elementType(), depth + 1)
          + ")";
    }
    return now.isStructType()
        ? struct(value, file.asStructType(), now.asStructType(), depth)
        : value;
  }

  private static String struct(
      String value, Types.StructType file, Types.StructType now, int depth) {
    StringBuilder fields = new StringBuilder();
    for (NestedField field : now.fields()) {
      NestedField written = file.field(field.fieldId());
      String found = written == null ? "" : value + "[" + Quoted.text(written.name()) + "]";
      fields
          .append(fields.isEmpty() ? "" : ", ")
          .append(Quoted.text(field.name()))
          .append(": ")
          .append(rebuilt(found, written == null ? null : written.type(), field.type(), depth));
    }
    return "CASE WHEN " + value + " IS NULL THEN NULL ELSE {" + fields + "} END";
  }

  private NestedNames() {}
}
