package io.datahem.connectors.iceberg.parquet;

import org.apache.iceberg.types.Type;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** How columns of a type are written. */
enum ColumnKind {
  WHOLE,
  DATE,
  TIME,
  TIMESTAMP,
  SHORT_DECIMAL,
  DOUBLE,
  FLOAT,
  TEXT,
  BYTES,
  BOOLEAN,
  DECIMAL,
  FIXED;

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

  /**
   * Opens a column of a file.
   *
   * @param dictionary whether to begin with one, where the kind knows any
   */
  ColumnWriter open(
      ColumnShape shape, ParquetLimits limits, PageBuffer buffer, boolean dictionary) {
    return switch (this) {
      case WHOLE -> new IntegerColumn.Whole(shape, limits, buffer, dictionary);
      case DATE -> new IntegerColumn.Date(shape, limits, buffer, dictionary);
      case TIME -> new IntegerColumn.Time(shape, limits, buffer, dictionary);
      case TIMESTAMP -> new IntegerColumn.Timestamp(shape, limits, buffer, dictionary);
      case SHORT_DECIMAL -> new IntegerColumn.Decimal(shape, limits, buffer, dictionary);
      case DOUBLE -> new FloatingColumn.Doubles(shape, limits, buffer, dictionary);
      case FLOAT -> new FloatingColumn.Floats(shape, limits, buffer, dictionary);
      case TEXT -> new TextColumn(shape, limits, buffer, dictionary);
      case BYTES -> new BytesColumn(shape, limits, buffer);
      case BOOLEAN -> new BooleanColumn(shape, limits, buffer);
      case DECIMAL -> new DecimalColumn(shape, limits, buffer);
      case FIXED -> new FixedColumn.Raw(shape, limits, buffer);
    };
  }
}
