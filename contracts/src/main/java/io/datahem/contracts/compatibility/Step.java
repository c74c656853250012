package io.datahem.contracts.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * The way from an event to something inside it: a field, and the way to the field's message.
 *
 * @param up null when the field is the event's own
 */
record Step(FieldDescriptor before, FieldDescriptor after, @Nullable Step up) {

  /** The event that holds a value at the end of the way, as one of the two versions says it. */
  ObjectNode event(JsonNode value, boolean asBefore) {
    FieldDescriptor field = asBefore ? before : after;
    ObjectNode message =
        isEntry(field)
            ? JsonNodeFactory.instance.objectNode().set(field.getJsonName(), inEntry(field, value))
            : Samples.holding(field, value);
    Samples.complete(message, field.getContainingType());
    return up == null ? message : up.event(message, asBefore);
  }

  /** True of a map whose other version is a list of entries: the value is a whole entry then. */
  private boolean isEntry(FieldDescriptor field) {
    return field.isMapField() && before.isMapField() != after.isMapField();
  }

  private static ObjectNode inEntry(FieldDescriptor map, JsonNode entry) {
    JsonNode key = entry.path("key");
    JsonNode value = entry.path("value");
    return Samples.entry(
        key.isMissingNode() ? Samples.key(map, true) : key,
        value.isMissingNode() ? Samples.element(map) : value);
  }
}
