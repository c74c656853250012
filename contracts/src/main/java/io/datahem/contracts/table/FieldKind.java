package io.datahem.contracts.table;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;

/**
 * What a message type is to the JSON mapping and to a table: the well-known types are values, all
 * others records.
 */
public enum FieldKind {
  TIMESTAMP,
  DURATION,
  FIELD_MASK,
  STRUCT,
  VALUE,
  LIST_VALUE,
  WRAPPER,
  ANY,
  /** A message of fields. */
  RECORD,
  /** No message at all. */
  SCALAR;

  /** The kind of a field's type. */
  public static FieldKind of(FieldDescriptor field) {
    return field.getJavaType() == JavaType.MESSAGE ? of(field.getMessageType()) : SCALAR;
  }

  /** The kind of a message type. */
  public static FieldKind of(Descriptor message) {
    return switch (message.getFullName()) {
      case "google.protobuf.Timestamp" -> TIMESTAMP;
      case "google.protobuf.Duration" -> DURATION;
      case "google.protobuf.FieldMask" -> FIELD_MASK;
      case "google.protobuf.Struct" -> STRUCT;
      case "google.protobuf.Value" -> VALUE;
      case "google.protobuf.ListValue" -> LIST_VALUE;
      case "google.protobuf.Any" -> ANY;
      case "google.protobuf.DoubleValue",
          "google.protobuf.FloatValue",
          "google.protobuf.Int64Value",
          "google.protobuf.UInt64Value",
          "google.protobuf.Int32Value",
          "google.protobuf.UInt32Value",
          "google.protobuf.BoolValue",
          "google.protobuf.StringValue",
          "google.protobuf.BytesValue" ->
          WRAPPER;
      default -> RECORD;
    };
  }
}
