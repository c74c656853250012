package io.datahem.contracts.table;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.datahem.contracts.Contract;
import io.datahem.contracts.options.FieldOptions;
import io.datahem.contracts.options.FieldOptionsReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Plans the table of a contract.
 *
 * <p>Integers and enums are INT64 (an enum is its number, unless the field asks for its name),
 * unsigned 64-bit ones UINT64 so that none turns negative; float and double FLOAT64. Well-known
 * types are values: Timestamp TIMESTAMP, Duration INT64 microseconds, Struct, Value, ListValue and
 * Any JSON, FieldMask STRING, a wrapper what it wraps. A map is a repeated record of key and value.
 * A message that holds itself is JSON from where it comes back, and so is everything nested deeper
 * than {@link #MAX_DEPTH}.
 */
public final class TablePlans {

  /** How deep records nest; deeper ones are JSON. */
  public static final int MAX_DEPTH = 15;

  /** How many fields, nested ones included; a contract of more is refused at its push. */
  public static final int MAX_FIELDS = 10_000;

  /** The table of a contract: its fields in order of declaration, then the system columns. */
  public static TablePlan of(Contract contract) {
    List<Column> columns = new ArrayList<>(columns(contract.descriptor(), "", new HashSet<>()));
    columns.addAll(SystemColumns.of(contract.options().events().changes()));
    return new TablePlan(
        "default." + contract.options().table(),
        contract.options().description(),
        columns,
        contract.options().partitioning(),
        contract.options().clustering(),
        CurrentStates.of(contract.descriptor(), contract.options()).orElse(null));
  }

  /**
   * True when a field of this message type, inside these types, is kept as JSON instead of as a
   * record.
   */
  public static boolean isJson(Descriptor type, Set<String> inside) {
    return inside.contains(type.getFullName()) || inside.size() >= MAX_DEPTH;
  }

  private static List<Column> columns(Descriptor message, String prefix, Set<String> inside) {
    inside.add(message.getFullName());
    List<Column> columns = new ArrayList<>();
    for (FieldDescriptor field : message.getFields()) {
      FieldOptions options = FieldOptionsReader.read(field);
      if (!options.hidden()) {
        column(field, options, prefix + field.getNumber(), inside).ifPresent(columns::add);
      }
    }
    inside.remove(message.getFullName());
    return columns;
  }

  private static Optional<Column> column(
      FieldDescriptor field, FieldOptions options, String path, Set<String> inside) {
    if (field.isMapField()) {
      return map(field, options, path, inside);
    }
    return typed(field, options, path, inside);
  }

  private static Optional<Column> typed(
      FieldDescriptor field, FieldOptions options, String path, Set<String> inside) {
    if (FieldKind.of(field) != FieldKind.RECORD) {
      return Optional.of(column(path, options, valueType(field, options), field, List.of()));
    }
    Descriptor type = field.getMessageType();
    if (isJson(type, inside)) {
      return Optional.of(column(path, options, ColumnType.JSON, field, List.of()));
    }
    List<Column> nested = columns(type, path + ".", inside);
    return nested.isEmpty()
        ? Optional.empty()
        : Optional.of(column(path, options, ColumnType.RECORD, field, nested));
  }

  private static Column column(
      String path,
      FieldOptions options,
      ColumnType type,
      FieldDescriptor field,
      List<Column> nested) {
    return new Column(
        path,
        options.column(),
        type,
        field.isRepeated(),
        nested,
        options.description(),
        options.categories());
  }

  private static Optional<Column> map(
      FieldDescriptor field, FieldOptions options, String path, Set<String> inside) {
    Descriptor entry = field.getMessageType();
    List<Column> nested = new ArrayList<>();
    for (FieldDescriptor member : entry.getFields()) {
      FieldOptions of = FieldOptionsReader.read(member);
      typed(member, of, path + "." + member.getNumber(), inside).ifPresent(nested::add);
    }
    return nested.size() < 2
        ? Optional.empty()
        : Optional.of(column(path, options, ColumnType.RECORD, field, nested));
  }

  /** The column type of a single value that is no record. */
  public static ColumnType valueType(FieldDescriptor field, FieldOptions options) {
    return switch (FieldKind.of(field)) {
      case TIMESTAMP -> ColumnType.TIMESTAMP;
      case DURATION -> ColumnType.INT64;
      case FIELD_MASK -> ColumnType.STRING;
      case STRUCT, VALUE, LIST_VALUE, ANY, RECORD -> ColumnType.JSON;
      case WRAPPER -> scalar(field.getMessageType().findFieldByName("value"), options);
      case SCALAR -> scalar(field, options);
    };
  }

  private static ColumnType scalar(FieldDescriptor field, FieldOptions options) {
    return switch (field.getType()) {
      case DOUBLE, FLOAT -> ColumnType.FLOAT64;
      case UINT64, FIXED64 -> ColumnType.UINT64;
      case ENUM -> options.enumNames() ? ColumnType.STRING : ColumnType.INT64;
      case INT64, INT32, UINT32, FIXED32, SFIXED32, SFIXED64, SINT32, SINT64 -> ColumnType.INT64;
      case BOOL -> ColumnType.BOOL;
      case STRING -> options.type().orElse(ColumnType.STRING);
      case BYTES -> ColumnType.BYTES;
      case MESSAGE, GROUP -> throw new IllegalStateException("A message is no scalar");
    };
  }

  private TablePlans() {}
}
