package io.datahem.contracts.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;

/** How a message type stands in JSON: the well-known types are no objects of their fields. */
enum JsonShape {
  OBJECT,
  TIMESTAMP,
  DURATION,
  FIELD_MASK,
  STRUCT,
  VALUE,
  LIST_VALUE,
  ANY,
  /** What it wraps. */
  WRAPPER;

  static JsonShape of(Descriptor type) {
    return switch (type.getFullName()) {
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
      default -> OBJECT;
    };
  }

  /** A value of a type of this shape, which is no {@link #OBJECT}. */
  JsonNode sample(Descriptor type) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (this) {
      case TIMESTAMP -> json.textNode("2026-01-01T00:00:01Z");
      case DURATION -> json.textNode("1s");
      case FIELD_MASK -> json.textNode("a");
      case STRUCT -> json.objectNode().put("a", 1);
      case VALUE -> json.textNode("a");
      case LIST_VALUE -> json.arrayNode().add(1);
      case ANY ->
          json.objectNode()
              .put("@type", "type.googleapis.com/google.protobuf.Duration")
              .put("value", "1s");
      case WRAPPER -> Samples.element(wrapped(type));
      case OBJECT -> json.objectNode();
    };
  }

  /** The field that a wrapper wraps. */
  static FieldDescriptor wrapped(Descriptor wrapper) {
    return wrapper.getFields().get(0);
  }
}
