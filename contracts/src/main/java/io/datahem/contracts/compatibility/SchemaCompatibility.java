package io.datahem.contracts.compatibility;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import io.datahem.contracts.Finding;
import io.datahem.contracts.compile.Places;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a schema's next version keeps what its level promises. Simple: types are compared by
 * their full names, by the rules of fields, messages and enums, from the one side, the other, or
 * both.
 */
public final class SchemaCompatibility {
  private final Map<String, GenericDescriptor> after = new HashMap<>();
  private final Set<Finding> findings = new java.util.LinkedHashSet<>();

  private SchemaCompatibility() {}

  /**
   * Every break, at its place in the new source.
   *
   * @param earlierOldestFirst the earlier versions; the last alone counts unless the level is
   *     transitive
   */
  public static List<Finding> check(
      CompatibilityLevel level, List<FileDescriptor> earlierOldestFirst, FileDescriptor after) {
    if (earlierOldestFirst.isEmpty()) {
      return List.of();
    }
    int last = earlierOldestFirst.size() - 1;
    Set<Finding> findings = new java.util.LinkedHashSet<>();
    for (FileDescriptor earlier :
        earlierOldestFirst.subList(level.transitive() ? 0 : last, last + 1)) {
      if (level.backward()) {
        findings.addAll(compare(earlier, after));
      }
      if (level.forward()) {
        findings.addAll(compare(after, earlier));
      }
    }
    return List.copyOf(findings);
  }

  private static Set<Finding> compare(FileDescriptor before, FileDescriptor after) {
    SchemaCompatibility check = new SchemaCompatibility();
    types(after).forEach(type -> check.after.put(type.getFullName(), type));
    types(before).forEach(check::type);
    return check.findings;
  }

  /** Every message and enum of a file and of what it imports. */
  private static List<GenericDescriptor> types(FileDescriptor root) {
    List<GenericDescriptor> types = new ArrayList<>();
    Deque<FileDescriptor> files = new ArrayDeque<>(List.of(root));
    Set<String> visited = new HashSet<>();
    while (!files.isEmpty()) {
      FileDescriptor file = files.removeFirst();
      if (visited.add(file.getName())) {
        files.addAll(file.getDependencies());
        types.addAll(file.getEnumTypes());
        Deque<Descriptor> messages = new ArrayDeque<>(file.getMessageTypes());
        while (!messages.isEmpty()) {
          Descriptor message = messages.removeFirst();
          types.add(message);
          types.addAll(message.getEnumTypes());
          messages.addAll(message.getNestedTypes());
        }
      }
    }
    return types;
  }

  private void type(GenericDescriptor before) {
    GenericDescriptor now = after.get(before.getFullName());
    if (before instanceof Descriptor old && now instanceof Descriptor message) {
      MessageRules.ALL.forEach(rule -> say(rule, rule.broken(old, message), message));
      for (FieldDescriptor field : old.getFields()) {
        FieldDescriptor same = message.findFieldByNumber(field.getNumber());
        if (same != null) {
          field(field, same);
        }
      }
    } else if (before instanceof EnumDescriptor old && now instanceof EnumDescriptor type) {
      EnumRules.ALL.forEach(rule -> say(rule, rule.broken(old, type), type));
    }
  }

  private void field(FieldDescriptor before, FieldDescriptor now) {
    for (FieldRules rule : FieldRules.ALL) {
      Optional<String> broken = rule.broken(before, now);
      if (broken.isPresent()) {
        say(rule, broken, now);
        return;
      }
    }
  }

  private void say(Rule<?> rule, Optional<String> broken, GenericDescriptor place) {
    String owner =
        place instanceof FieldDescriptor field
            ? field.getContainingType().getFullName()
            : place.getFullName();
    broken.ifPresent(
        what ->
            findings.add(
                Finding.error(
                    rule.code(),
                    Places.of(place),
                    "Cannot register " + owner + ": " + what + ". " + rule.why(),
                    rule.fix())));
  }
}
