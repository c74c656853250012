package io.datahem.connectors.iceberg.parquet;

import org.apache.iceberg.types.Type;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** How columns of a type are written. */
enum ColumnKind {
  WHOLE(IntegerColumn.Whole::new),
  DATE(IntegerColumn.Date::new),
  TIME(IntegerColumn.Time::new),
  TIMESTAMP(IntegerColumn.Timestamp::new),
  SHORT_DECIMAL(IntegerColumn.Decimal::new),
  DOUBLE(FloatingColumn.Doubles::new),
  FLOAT(FloatingColumn.Floats::new),
  TEXT(TextColumn::new),
  BYTES((shape, limits, buffer, dictionary) -> new BytesColumn(shape, limits, buffer)),
  BOOLEAN((shape, limits, buffer, dictionary) -> new BooleanColumn(shape, limits, buffer)),
  DECIMAL((shape, limits, buffer, dictionary) -> new DecimalColumn(shape, limits, buffer)),
  FIXED((shape, limits, buffer, dictionary) -> new FixedColumn.Raw(shape, limits, buffer));

  private final Opening opening;

  private interface Opening {
    ColumnWriter open(
        ColumnShape shape, ParquetLimits limits, PageBuffer buffer, boolean dictionary);
  }

  ColumnKind(Opening opening) {
    this.opening = opening;
  }

  /** The kind of a type; one that we never make a column of is an error. */
  static ColumnKind of(Type type, PrimitiveTypeName physical) {
    return switch (type.typeId()) {
      case INTEGER, LONG -> WHOLE;
      case DATE -> DATE;
      case TIME -> TIME;
      case TIMESTAMP -> TIMESTAMP;
      case DOUBLE -> DOUBLE;
      case FLOAT -> FLOAT;
      case BOOLEAN -> BOOLEAN;
      case STRING -> TEXT;
      case BINARY -> BYTES;
      case DECIMAL -> physical == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY ? DECIMAL : SHORT_DECIMAL;
      case UUID, FIXED -> FIXED;
      default -> throw new IllegalStateException("Cannot write type " + type);
    };
  }

  ColumnWriter open(
      ColumnShape shape, ParquetLimits limits, PageBuffer buffer, boolean dictionary) {
    return opening.open(shape, limits, buffer, dictionary);
  }
}
