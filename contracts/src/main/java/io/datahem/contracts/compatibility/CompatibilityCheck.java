package io.datahem.contracts.compatibility;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.GenericDescriptor;
import io.datahem.contracts.Contract;
import io.datahem.contracts.Finding;
import io.datahem.contracts.Place;
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
 * Whether a contract's next version keeps every reader of its older data whole: a walk through
 * both, rule by rule.
 */
public final class CompatibilityCheck {
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> visited = new HashSet<>();
  private final Deque<Pair> toVisit = new ArrayDeque<>();

  private CompatibilityCheck() {}

  /** A message as it was and as it is to be. */
  private record Pair(Descriptor before, Descriptor after) {}

  /** Every rule, for the documentation. */
  public static List<Rule<?>> rules() {
    List<Rule<?>> rules = new ArrayList<>(FieldRules.ALL);
    rules.addAll(MessageRules.ALL);
    rules.addAll(EnumRules.ALL);
    rules.addAll(ColumnRules.ALL);
    rules.addAll(StreamRules.ALL);
    return rules;
  }

  /** Every break of a rule by a stream's second version, at its place in the new source. */
  public static List<Finding> check(Contract before, Contract after) {
    return check(List.of(before), after);
  }

  /**
   * Every break of a rule, at its place in the new source.
   *
   * @param versions the stream's earlier versions, oldest first; at least one. Messages are
   *     compared with the last (what an older one had is reserved in it), the table with all.
   */
  public static List<Finding> check(List<Contract> versions, Contract after) {
    CompatibilityCheck check = new CompatibilityCheck();
    Contract before = versions.get(versions.size() - 1);
    StreamRules.ALL.forEach(
        rule ->
            check.say(rule, rule.broken(before, after), after.descriptor(), after.descriptor()));
    check.walk(before.descriptor(), after.descriptor());
    Set<Place> said = new HashSet<>();
    check.findings.forEach(finding -> said.add(place(finding)));
    ColumnHistory.check(versions, after).stream()
        .filter(finding -> said.add(place(finding)))
        .forEach(check.findings::add);
    return List.copyOf(check.findings);
  }

  /**
   * Streams that are gone, or of another message than they were.
   *
   * @param before the full names of the messages that streams have, by stream
   */
  public static List<Finding> streams(Map<String, String> before, List<Contract> after) {
    Map<String, Contract> present = new HashMap<>();
    after.forEach(contract -> present.put(contract.stream(), contract));
    List<Finding> findings = new ArrayList<>();
    before.forEach(
        (stream, message) -> {
          Contract now = present.get(stream);
          if (now == null) {
            findings.add(removed(stream, message));
          } else if (!now.messageName().equals(message)) {
            findings.add(taken(stream, message, now));
          }
        });
    return findings;
  }

  private static Finding removed(String stream, String message) {
    return Finding.error(
        "STREAM_REMOVED",
        Place.NONE,
        "Cannot remove stream '" + stream + "' (" + message + "): it has producers and readers.",
        "Keep its message and name in the file.");
  }

  private static Finding taken(String stream, String message, Contract now) {
    return Finding.error(
        "STREAM_COLLISION",
        Places.of(now.descriptor()),
        "Cannot give stream '" + stream + "' to " + now.messageName() + ": " + message + " has it.",
        "Name another in option (datahem.stream).name.");
  }

  private static Place place(Finding finding) {
    return new Place(finding.file(), finding.line(), finding.column());
  }

  /** Not by recursion: how deep types nest is up to whoever pushes. */
  private void walk(Descriptor before, Descriptor after) {
    visit(before, after);
    while (!toVisit.isEmpty()) {
      Pair pair = toVisit.removeFirst();
      message(pair.before, pair.after);
    }
  }

  private void visit(Descriptor before, Descriptor after) {
    if (visited.add(before.getFullName())) {
      toVisit.addLast(new Pair(before, after));
    }
  }

  private void message(Descriptor before, Descriptor after) {
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
      visit(before.getMessageType(), after.getMessageType());
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
