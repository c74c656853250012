package io.datahem.contracts.compatibility;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.GenericDescriptor;
import io.datahem.contracts.Contract;
import io.datahem.contracts.Finding;
import io.datahem.contracts.compile.Places;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a contract's next version keeps every reader of its older data whole: a walk through
 * both, rule by rule.
 */
public final class CompatibilityCheck {
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> visited = new HashSet<>();

  private CompatibilityCheck() {}

  /** Every rule of the walk, for the documentation. */
  public static List<Rule<?>> rules() {
    List<Rule<?>> rules = new ArrayList<>(FieldRules.ALL);
    rules.addAll(MessageRules.ALL);
    rules.addAll(EnumRules.ALL);
    return rules;
  }

  /** Every break of a rule, at its place in the new source. */
  public static List<Finding> check(Contract before, Contract after) {
    CompatibilityCheck check = new CompatibilityCheck();
    check.message(before.descriptor(), after.descriptor());
    return List.copyOf(check.findings);
  }

  private void message(Descriptor before, Descriptor after) {
    if (!visited.add(before.getFullName())) {
      return;
    }
    MessageRules.ALL.forEach(rule -> say(rule, rule.broken(before, after), after, after));
    for (FieldDescriptor field : before.getFields()) {
      FieldDescriptor now = after.findFieldByNumber(field.getNumber());
      if (now != null && field(field, now)) {
        types(field, now);
      }
    }
  }

  private boolean field(FieldDescriptor before, FieldDescriptor after) {
    for (FieldRules rule : FieldRules.ALL) {
      Optional<String> broken = rule.broken(before, after);
      if (broken.isPresent()) {
        say(rule, broken, after, after.getContainingType());
        return false;
      }
    }
    return true;
  }

  private void types(FieldDescriptor before, FieldDescriptor after) {
    if (before.getJavaType() == JavaType.MESSAGE) {
      message(before.getMessageType(), after.getMessageType());
    } else if (before.getJavaType() == JavaType.ENUM) {
      EnumDescriptor type = after.getEnumType();
      if (visited.add(type.getFullName())) {
        EnumRules.ALL.forEach(
            rule -> say(rule, rule.broken(before.getEnumType(), type), type, type));
      }
    }
  }

  private void say(
      Rule<?> rule, Optional<String> broken, GenericDescriptor place, GenericDescriptor owner) {
    broken.ifPresent(
        what ->
            findings.add(
                Finding.error(
                    rule.code(),
                    Places.of(place),
                    "Cannot register " + owner.getFullName() + ": " + what + ". " + rule.why(),
                    rule.fix())));
  }
}
