package io.datahem.contracts.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.GenericDescriptor;
import io.datahem.contracts.Finding;
import io.datahem.contracts.compile.Places;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes through two versions of messages side by side, rule by rule. Types are paired by the fields
 * that hold them, not by their names and files: a type that moved is judged by what is in it.
 */
final class SchemaWalk {
  /** How many pairs of types are compared: two schemas made for it could pair each with each. */
  static final int MAX_PAIRS = 100_000;

  private final Policy policy;
  private final Verdict verdict;
  private final Set<String> visited = new HashSet<>();
  private final Deque<Pair> toVisit = new ArrayDeque<>();

  SchemaWalk(Policy policy, Verdict verdict) {
    this.policy = policy;
    this.verdict = verdict;
  }

  /**
   * A message as it was and as it is to be.
   *
   * @param event the message that the way to it starts from, as it is to be
   * @param way how an event holds it; null when it is the event
   */
  private record Pair(Descriptor before, Descriptor after, Descriptor event, @Nullable Step way) {}

  /** Compares two versions of an event and all that it holds. */
  void compare(Descriptor before, Descriptor after) {
    visit(new Pair(before, after, after, null));
    // Not by recursion: how deep types nest is up to whoever pushes.
    while (!toVisit.isEmpty()) {
      if (visited.size() > MAX_PAIRS) {
        toVisit.clear();
        verdict.add(
            Finding.error(
                "COMPARISON_TOO_LARGE",
                Places.of(after),
                "Cannot compare "
                    + after.getFullName()
                    + " with its earlier version: more than "
                    + MAX_PAIRS
                    + " pairs of types.",
                "Rename fewer types at once."));
        return;
      }
      message(toVisit.removeFirst());
    }
  }

  private void visit(Pair pair) {
    if (JsonShape.of(pair.before) == JsonShape.OBJECT
        && visited.add(pair.before.getFullName() + " " + pair.after.getFullName())) {
      toVisit.addLast(pair);
    }
  }

  private void message(Pair pair) {
    for (Rule<Descriptor> rule : MessageRules.ALL) {
      say(rule, rule.broken(pair.before, pair.after), pair, pair.before, pair.after);
    }
    for (FieldDescriptor before : pair.before.getFields()) {
      FieldDescriptor after = pair.after.findFieldByNumber(before.getNumber());
      if (after != null) {
        field(pair, before, after);
      }
      named(pair, before);
    }
  }

  private void field(Pair pair, FieldDescriptor before, FieldDescriptor after) {
    boolean typed = true;
    for (Rule<FieldDescriptor> rule : FieldRules.TYPE) {
      if (typed && say(rule, rule.broken(before, after), pair, before, after)) {
        typed = false;
        if (rule == FieldRules.FIELD_NUMBER_REUSED) {
          return;
        }
        if (rule == FieldRules.FIELD_CARDINALITY_CHANGED) {
          types(pair, before, after);
        }
      }
    }
    for (Rule<FieldDescriptor> rule : FieldRules.REST) {
      say(rule, rule.broken(before, after), pair, before, after);
    }
    if (typed) {
      types(pair, before, after);
    }
  }

  /** A field of that name and another number. */
  private void named(Pair pair, FieldDescriptor before) {
    for (FieldDescriptor after : sameName(before, pair.after)) {
      say(
          FieldRules.FIELD_RENUMBERED,
          FieldRules.FIELD_RENUMBERED.broken(before, after),
          pair,
          before,
          after);
      if (FieldReadings.knows(after, before.getJsonName())) {
        types(pair, before, after);
      }
    }
  }

  private static Set<FieldDescriptor> sameName(FieldDescriptor before, Descriptor after) {
    FieldDescriptor same = after.findFieldByName(before.getName());
    if (same != null && same.getNumber() == before.getNumber()) {
      return Set.of();
    }
    Set<FieldDescriptor> found = new HashSet<>();
    for (FieldDescriptor field : after.getFields()) {
      if (field.getNumber() != before.getNumber()
          && (FieldReadings.knows(field, before.getName())
              || FieldReadings.knows(field, before.getJsonName()))) {
        found.add(field);
      }
    }
    return found;
  }

  private void types(Pair pair, FieldDescriptor before, FieldDescriptor after) {
    Step way = new Step(before, after, pair.way);
    FieldDescriptor from = before;
    FieldDescriptor to = after;
    if (before.isMapField() && after.isMapField()) {
      from = before.getMessageType().findFieldByNumber(2);
      to = after.getMessageType().findFieldByNumber(2);
    }
    if (from.getJavaType() != to.getJavaType()) {
      return;
    }
    if (from.getJavaType() == JavaType.MESSAGE) {
      visit(new Pair(from.getMessageType(), to.getMessageType(), pair.event, way));
    } else if (from.getJavaType() == JavaType.ENUM) {
      enums(from.getEnumType(), to.getEnumType(), pair, way);
    }
  }

  private void enums(EnumDescriptor before, EnumDescriptor after, Pair pair, Step way) {
    if (!visited.add("enum " + before.getFullName() + " " + after.getFullName())) {
      return;
    }
    Pair at = new Pair(pair.before, pair.after, pair.event, way);
    for (Rule<EnumDescriptor> rule : EnumRules.ALL) {
      say(rule, rule.broken(before, after), at, before, after);
    }
  }

  /** Says a broken rule; false when nobody that counts is broken. */
  private boolean say(
      Rule<?> rule,
      Optional<Broken> broken,
      Pair pair,
      GenericDescriptor before,
      GenericDescriptor after) {
    return broken.isPresent()
        && verdict.add(
            policy,
            rule,
            broken.get(),
            new Verdict.Elements(before, after, owner(before), owner(after)),
            new Verdict.Event(
                pair.event.getFullName(),
                (example, whom) -> event(pair, example, whom.backward())));
  }

  private static String owner(GenericDescriptor element) {
    return element instanceof FieldDescriptor field
        ? field.getContainingType().getFullName()
        : element.getFullName();
  }

  private static JsonNode event(Pair pair, JsonNode example, boolean asBefore) {
    if (example instanceof ObjectNode message && message.isObject()) {
      Descriptor type = asBefore ? pair.before : pair.after;
      Samples.complete(message, type);
    }
    return pair.way == null ? example : pair.way.event(example, asBefore);
  }
}
