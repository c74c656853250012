package io.datahem.contracts.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import java.math.BigDecimal;
import java.util.Collections;

/** A message that a constraint refuses. */
final class Refused {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int MAX_EXAMPLE_CHARS = 200;

  /**
   * The message.
   *
   * @param rule a constraint's name, as {@code items.min_len}
   * @param bound what it asks
   * @return a null node where the value cannot be told from the rule
   */
  static JsonNode by(String rule, String bound, FieldDescriptor field) {
    String name = rule.substring(rule.lastIndexOf('.') + 1);
    boolean ofElements = rule.startsWith("items.") || rule.startsWith("values.");
    return switch (name) {
      case "required" -> JSON.objectNode();
      case "gt", "lt" -> number(field, bound, 0);
      case "gte" -> number(field, bound, -1);
      case "lte" -> number(field, bound, 1);
      case "min_len", "min_bytes" -> text(field, bound, -1);
      case "max_len", "max_bytes" -> text(field, bound, 1);
      case "min_items", "min_pairs" -> ofElements ? NullNode.instance : list(field, bound, -1);
      case "max_items" -> ofElements ? NullNode.instance : list(field, bound, 1);
      default -> NullNode.instance;
    };
  }

  private static JsonNode number(FieldDescriptor field, String bound, int offset) {
    FieldDescriptor element = element(field);
    boolean number =
        switch (element.getJavaType()) {
          case INT, LONG, FLOAT, DOUBLE -> true;
          case BOOLEAN, STRING, BYTE_STRING, ENUM, MESSAGE -> false;
        };
    if (!number || !bound.matches("-?[0-9.E-]+")) {
      return NullNode.instance;
    }
    BigDecimal value = new BigDecimal(bound).add(BigDecimal.valueOf(offset));
    return Samples.holding(field, JSON.numberNode(value.stripTrailingZeros()));
  }

  private static JsonNode text(FieldDescriptor field, String bound, int offset) {
    int length = length(bound) + offset;
    return element(field).getJavaType() != JavaType.STRING || length > MAX_EXAMPLE_CHARS
        ? NullNode.instance
        : Samples.holding(field, JSON.textNode("a".repeat(length)));
  }

  private static JsonNode list(FieldDescriptor field, String bound, int offset) {
    int length = length(bound) + offset;
    if (length > MAX_EXAMPLE_CHARS || (field.isMapField() && length > 1)) {
      return NullNode.instance;
    }
    return length == 0
        ? JSON.objectNode()
        : field.isMapField()
            ? Samples.holding(field)
            : JSON.objectNode()
                .set(
                    field.getJsonName(),
                    Samples.list(Collections.nCopies(length, Samples.element(field))));
  }

  private static int length(String bound) {
    return (int) Math.min(Long.parseUnsignedLong(bound) & Long.MAX_VALUE, MAX_EXAMPLE_CHARS + 1L);
  }

  private static FieldDescriptor element(FieldDescriptor field) {
    return field.isMapField() ? field.getMessageType().findFieldByNumber(2) : field;
  }

  private Refused() {}
}
