package io.datahem.contracts.infer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The order of a message's fields: those with a value most often first, so that they are small. */
final class MessageFields {

  /** Keys and values, the most frequent first, then as they came. */
  static List<Map.Entry<String, ValueShape>> inOrder(ObjectShape message) {
    List<Map.Entry<String, ValueShape>> fields = new ArrayList<>(message.fields().entrySet());
    fields.sort(
        Comparator.comparingLong((Map.Entry<String, ValueShape> f) -> f.getValue().present())
            .reversed());
    return fields;
  }

  private MessageFields() {}
}
