package io.datahem.connectors.iceberg.parquet;

import io.datahem.contracts.table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StructType;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type.Repetition;
import org.jspecify.annotations.Nullable;

/** Takes a schema apart, column by column in the order of the file. */
final class RowParts {
  private final List<ColumnDescriptor> descriptors;
  private final List<ColumnShape> columns = new ArrayList<>();

  /** Null for rows that are Iceberg's records. */
  private final @Nullable Map<String, Integer> ids;

  private final MessageType file;

  private RowParts(MessageType file, @Nullable Map<String, Integer> ids) {
    this.file = file;
    this.descriptors = file.getColumns();
    this.ids = ids;
  }

  static RowParts ofSlots(MessageType file, Map<String, Integer> ids) {
    return new RowParts(file, ids);
  }

  static RowParts ofRecords(MessageType file) {
    return new RowParts(file, null);
  }

  List<ColumnShape> columns() {
    return columns;
  }

  RowPart row(StructType struct, List<Column> plan) {
    return struct(struct, file, false, plan, 0);
  }

  private RowPart part(
      Type type, org.apache.parquet.schema.Type parquet, List<Column> nested, int repetition) {
    boolean optional = parquet.isRepetition(Repetition.OPTIONAL);
    if (type.isStructType()) {
      return struct(type.asStructType(), parquet.asGroupType(), optional, nested, repetition);
    }
    if (type.isListType()) {
      return list(type, parquet.asGroupType(), optional, nested, repetition + 1);
    }
    if (type.isMapType()) {
      return map(type, parquet.asGroupType(), optional, repetition + 1);
    }
    return leaf(type, parquet);
  }

  private RowPart leaf(Type type, org.apache.parquet.schema.Type parquet) {
    ColumnDescriptor descriptor = descriptors.get(columns.size());
    ColumnShape shape =
        new ColumnShape(
            columns.size(),
            parquet.getId().intValue(),
            List.of(descriptor.getPath()),
            type.asPrimitiveType(),
            descriptor.getPrimitiveType(),
            descriptor.getMaxRepetitionLevel(),
            descriptor.getMaxDefinitionLevel());
    columns.add(shape);
    return new RowPart.Leaf(
        shape, ColumnKind.of(type, descriptor.getPrimitiveType().getPrimitiveTypeName()));
  }

  private RowPart struct(
      StructType struct, GroupType group, boolean optional, List<Column> plan, int repetition) {
    int from = columns.size();
    int[] slots = ids == null ? new int[0] : RowShape.slots(struct, plan, ids);
    List<RowPart> parts = new ArrayList<>();
    List<NestedField> fields = struct.fields();
    for (int i = 0; i < fields.size(); i++) {
      boolean unknown = ids == null || slots[i] < 0;
      List<Column> nested = unknown ? List.of() : plan.get(slots[i]).fields();
      parts.add(part(fields.get(i).type(), group.getType(i), nested, repetition));
    }
    RowPart.Range range = new RowPart.Range(from, columns.size());
    return ids == null
        ? new RowPart.OfRecord(optional, range, List.copyOf(parts))
        : new RowPart.Slots(optional, range, List.copyOf(parts), slots);
  }

  private RowPart list(
      Type type, GroupType group, boolean optional, List<Column> nested, int repetition) {
    int from = columns.size();
    GroupType repeated = group.getType(0).asGroupType();
    RowPart element =
        part(type.asListType().elementType(), repeated.getType(0), nested, repetition);
    RowPart.Range range = new RowPart.Range(from, columns.size());
    return new RowPart.Elements(optional, range, element, repetition);
  }

  private RowPart map(Type type, GroupType group, boolean optional, int repetition) {
    int from = columns.size();
    GroupType repeated = group.getType(0).asGroupType();
    RowPart key = part(type.asMapType().keyType(), repeated.getType(0), List.of(), repetition);
    RowPart value = part(type.asMapType().valueType(), repeated.getType(1), List.of(), repetition);
    RowPart.Range range = new RowPart.Range(from, columns.size());
    return new RowPart.Entries(optional, range, key, value, repetition);
  }
}
