package io.datahem.connectors.iceberg.sql;

import java.util.stream.Collectors;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Iceberg's types as DuckDB writes them. */
final class DuckTypes {

  static String of(Type type) {
    return switch (type.typeId()) {
      case BOOLEAN -> "BOOLEAN";
      case INTEGER -> "INTEGER";
      case LONG -> "BIGINT";
      case FLOAT -> "FLOAT";
      case DOUBLE -> "DOUBLE";
      case DATE -> "DATE";
      case TIME -> "TIME";
      case TIMESTAMP ->
          ((Types.TimestampType) type).shouldAdjustToUTC()
              ? "TIMESTAMP WITH TIME ZONE"
              : "TIMESTAMP";
      case STRING -> "VARCHAR";
      case UUID -> "UUID";
      case BINARY, FIXED -> "BLOB";
      case DECIMAL -> decimal((Types.DecimalType) type);
      case STRUCT -> struct(type.asStructType());
      case LIST -> of(type.asListType().elementType()) + "[]";
      case MAP ->
          "MAP(" + of(type.asMapType().keyType()) + ", " + of(type.asMapType().valueType()) + ")";
      default -> throw new IllegalStateException("Cannot query type " + type);
    };
  }

  private static String decimal(Types.DecimalType type) {
    return "DECIMAL(" + type.precision() + ", " + type.scale() + ")";
  }

  private static String struct(Types.StructType struct) {
    return struct.fields().stream()
        .map(field -> Quoted.name(field.name()) + " " + of(field.type()))
        .collect(Collectors.joining(", ", "STRUCT(", ")"));
  }

  private DuckTypes() {}
}
