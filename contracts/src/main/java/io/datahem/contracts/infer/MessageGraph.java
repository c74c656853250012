package io.datahem.contracts.infer;

import io.datahem.contracts.table.TablePlans;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The messages that events become, and which of them hold which. */
final class MessageGraph {
  /** How deep records nest in a table; deeper ones are JSON there and add no columns. */
  private static final int MAX_RECORD_DEPTH = TablePlans.MAX_DEPTH;

  /** The messages below an event, in the order in which a reader meets them. */
  static List<ObjectShape> below(ObjectShape event) {
    Set<ObjectShape> seen = new HashSet<>();
    List<ObjectShape> messages = new ArrayList<>();
    Deque<ObjectShape> toVisit = new ArrayDeque<>(List.of(event));
    seen.add(event);
    while (!toVisit.isEmpty()) {
      for (ObjectShape held : heldBy(toVisit.removeFirst())) {
        if (seen.add(held)) {
          messages.add(held);
          toVisit.addLast(held);
        }
      }
    }
    return messages;
  }

  private static List<ObjectShape> heldBy(ObjectShape message) {
    return MessageFields.inOrder(message).stream()
        .map(field -> FieldType.of(field.getValue()).message())
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * Keeps as JSON what makes an event's table wider than tables may be, the messages that take most
   * of it first.
   */
  static void fitTable(ObjectShape event, int maxColumns) {
    while (true) {
      Map<ObjectShape, Integer> columns = new LinkedHashMap<>();
      count(event, new HashSet<>(), columns, maxColumns);
      int all = columns.values().stream().mapToInt(Integer::intValue).sum();
      if (all <= maxColumns) {
        return;
      }
      columns.remove(event);
      columns.entrySet().stream()
          .max(Map.Entry.comparingByValue())
          .ifPresent(widest -> widest.getKey().cut());
      if (columns.isEmpty()) {
        return;
      }
    }
  }

  /** Adds up the columns of each message, wherever it stands in the table, as far as the limit. */
  private static void count(
      ObjectShape message, Set<ObjectShape> inside, Map<ObjectShape, Integer> columns, int max) {
    if (inside.contains(message) || inside.size() >= MAX_RECORD_DEPTH) {
      return;
    }
    int own = columns.merge(message, message.fields().size(), Integer::sum);
    if (own > max) {
      return;
    }
    inside.add(message);
    for (ObjectShape held : heldBy(message)) {
      count(held, inside, columns, max);
    }
    inside.remove(message);
  }

  /** Of each message below the events, how many events hold it. */
  static Map<ObjectShape, Integer> users(List<ObjectShape> events) {
    Map<ObjectShape, Integer> users = new HashMap<>();
    for (ObjectShape event : events) {
      below(event).forEach(message -> users.merge(message, 1, Integer::sum));
    }
    return users;
  }

  private MessageGraph() {}
}
