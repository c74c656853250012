package io.datahem.connectors.iceberg;

import io.datahem.contracts.table.Column;
import io.datahem.contracts.table.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/** Columns as Iceberg types. Every column is optional; a repeated one is a list. */
final class IcebergTypes {
  private static final int NUMERIC_PRECISION = 38;
  private static final int NUMERIC_SCALE = 9;
  private static final int UINT64_DIGITS = 20;

  /** A schema with ids of its own, which a catalog numbers anew. */
  static Schema schema(List<Column> columns) {
    AtomicInteger ids = new AtomicInteger();
    return new Schema(struct(columns, ids).fields());
  }

  /** The type of one column. */
  static Type type(Column column, AtomicInteger ids) {
    Type single =
        column.type() == ColumnType.RECORD
            ? struct(column.fields(), ids)
            : primitive(column.type());
    return column.repeated() ? Types.ListType.ofOptional(ids.incrementAndGet(), single) : single;
  }

  private static Types.StructType struct(List<Column> columns, AtomicInteger ids) {
    List<NestedField> fields = new ArrayList<>();
    for (Column column : columns) {
      int id = ids.incrementAndGet();
      fields.add(
          NestedField.optional(
              id,
              column.name(),
              type(column, ids),
              column.description().isEmpty() ? null : column.description()));
    }
    return Types.StructType.of(fields);
  }

  static Type primitive(ColumnType type) {
    return switch (type) {
      case INT64 -> Types.LongType.get();
      case NUMERIC -> Types.DecimalType.of(NUMERIC_PRECISION, NUMERIC_SCALE);
      case UINT64 -> Types.DecimalType.of(UINT64_DIGITS, 0);
      case FLOAT64 -> Types.DoubleType.get();
      case BOOL -> Types.BooleanType.get();
      case STRING, GEOGRAPHY, JSON -> Types.StringType.get();
      case BYTES -> Types.BinaryType.get();
      case DATE -> Types.DateType.get();
      case DATETIME -> Types.TimestampType.withoutZone();
      case TIME -> Types.TimeType.get();
      case TIMESTAMP -> Types.TimestampType.withZone();
      case RECORD -> throw new IllegalArgumentException("A record is no primitive");
    };
  }

  private IcebergTypes() {}
}
