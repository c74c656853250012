package io.datahem.contracts.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.math.BigInteger;
import java.util.List;

/** The smallest JSON that a schema takes and that says something. */
final class Samples {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int MAX_DEPTH = 20;

  /** A message of what it must have. */
  static ObjectNode message(Descriptor type) {
    return message(type, 0);
  }

  private static ObjectNode message(Descriptor type, int depth) {
    ObjectNode object = JSON.objectNode();
    complete(object, type, depth);
    return object;
  }

  /** Adds the required fields that an object lacks. */
  static void complete(ObjectNode object, Descriptor type) {
    complete(object, type, 0);
  }

  private static void complete(ObjectNode object, Descriptor type, int depth) {
    for (FieldDescriptor field : type.getFields()) {
      if (field.isRequired() && !object.has(field.getJsonName()) && depth < MAX_DEPTH) {
        object.set(field.getJsonName(), value(field, depth + 1));
      }
    }
  }

  /** A message that holds a value in one field: the value itself, in a list, or in a map. */
  static ObjectNode holding(FieldDescriptor field, JsonNode value) {
    ObjectNode object = JSON.objectNode();
    if (field.isMapField()) {
      FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
      object.set(field.getJsonName(), entry(value(key, 0), value));
    } else if (field.isRepeated()) {
      object.set(field.getJsonName(), list(List.of(value)));
    } else {
      object.set(field.getJsonName(), value);
    }
    return object;
  }

  /** A message that holds some value in one field, never the field's default. */
  static ObjectNode holding(FieldDescriptor field) {
    return holding(field, element(field));
  }

  /** One key of a map, and another. */
  static JsonNode key(FieldDescriptor map, boolean first) {
    FieldDescriptor key = map.getMessageType().findFieldByNumber(1);
    return switch (key.getType()) {
      case STRING -> JSON.textNode(first ? "a" : "b");
      case BOOL -> JSON.booleanNode(first);
      default -> JSON.numberNode(first ? 1 : 2);
    };
  }

  /** A map of one entry. */
  static ObjectNode entry(JsonNode key, JsonNode value) {
    return JSON.objectNode().set(key.asText(), value);
  }

  static ArrayNode list(List<JsonNode> values) {
    return JSON.arrayNode().addAll(values);
  }

  /** A field's single value, its list's element or its map's value. */
  static JsonNode element(FieldDescriptor field) {
    return value(field.isMapField() ? field.getMessageType().findFieldByNumber(2) : field, 0);
  }

  private static JsonNode value(FieldDescriptor field, int depth) {
    return switch (field.getType()) {
      case BOOL -> JSON.booleanNode(!Boolean.TRUE.equals(defaultOf(field)));
      case STRING -> JSON.textNode("a".equals(defaultOf(field)) ? "b" : "a");
      case BYTES -> JSON.textNode("/w==");
      case FLOAT, DOUBLE -> JSON.numberNode(new java.math.BigDecimal("1.5"));
      case ENUM -> enumValue(field);
      case MESSAGE, GROUP ->
          JsonShape.of(field.getMessageType()) == JsonShape.OBJECT
              ? message(field.getMessageType(), depth)
              : JsonShape.of(field.getMessageType()).sample(field.getMessageType());
      default -> JSON.numberNode("1".equals(String.valueOf(defaultOf(field))) ? 2 : 1);
    };
  }

  private static Object defaultOf(FieldDescriptor field) {
    return field.isRepeated() ? "" : field.getDefaultValue();
  }

  private static JsonNode enumValue(FieldDescriptor field) {
    List<EnumValueDescriptor> values = field.getEnumType().getValues();
    // Zero is zero in every coding: any other number shows more.
    return values.stream()
        .filter(value -> value.getNumber() != 0)
        .filter(value -> field.isRepeated() || !value.equals(field.getDefaultValue()))
        .findFirst()
        .map(value -> (JsonNode) JSON.textNode(value.getName()))
        .orElseGet(
            () ->
                field.getEnumType().isClosed()
                    ? JSON.textNode(values.get(values.size() - 1).getName())
                    : JSON.numberNode(1));
  }

  /** A number as JSON says it of a field. */
  static JsonNode number(FieldDescriptor field, BigInteger number) {
    return switch (field.getType()) {
      case BOOL -> JSON.booleanNode(number.signum() != 0);
      case ENUM -> {
        EnumValueDescriptor value = field.getEnumType().findValueByNumber(number.intValue());
        yield value == null ? JSON.numberNode(number) : JSON.textNode(value.getName());
      }
      default -> JSON.numberNode(number);
    };
  }

  private Samples() {}
}
