package io.datahem.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/**
 * The typed columns that events of JSON have for a sink that knows no contract: by the names and
 * values of a sample.
 */
final class PeerSchema {
  private final AtomicInteger ids = new AtomicInteger();

  /** The schema of a sample of objects. */
  static Schema of(List<JsonNode> sample) {
    return new Schema(new PeerSchema().struct(sample).fields());
  }

  private Types.StructType struct(List<JsonNode> objects) {
    Map<String, List<JsonNode>> members = new LinkedHashMap<>();
    for (JsonNode object : objects) {
      object
          .fields()
          .forEachRemaining(
              member ->
                  members
                      .computeIfAbsent(member.getKey(), key -> new java.util.ArrayList<>())
                      .add(member.getValue()));
    }
    List<NestedField> fields = new java.util.ArrayList<>();
    members.forEach(
        (name, values) -> {
          int id = ids.incrementAndGet();
          Type type = type(values);
          if (type != null) {
            fields.add(NestedField.optional(id, name, type));
          }
        });
    return Types.StructType.of(fields);
  }

  private @Nullable Type type(List<JsonNode> values) {
    List<JsonNode> told = values.stream().filter(value -> !value.isNull()).toList();
    if (told.isEmpty()) {
      return null;
    }
    if (told.get(0).isArray()) {
      List<JsonNode> elements =
          told.stream()
              .flatMap(list -> java.util.stream.StreamSupport.stream(list.spliterator(), false))
              .toList();
      int id = ids.incrementAndGet();
      Type element = type(elements);
      return element == null ? null : Types.ListType.ofOptional(id, element);
    }
    if (told.get(0).isObject()) {
      return struct(told);
    }
    return scalar(told);
  }

  private static Type scalar(List<JsonNode> values) {
    if (values.stream().allMatch(JsonNode::isBoolean)) {
      return Types.BooleanType.get();
    }
    if (values.stream().allMatch(JsonNode::isIntegralNumber)) {
      return Types.LongType.get();
    }
    if (values.stream().allMatch(JsonNode::isNumber)) {
      return Types.DoubleType.get();
    }
    boolean times =
        values.stream().allMatch(value -> value.asText().matches("\\d{4}-\\d\\d-\\d\\dT.*Z"));
    return times ? Types.TimestampType.withZone() : Types.StringType.get();
  }
}
