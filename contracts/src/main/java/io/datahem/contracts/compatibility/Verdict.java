package io.datahem.contracts.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Descriptors.GenericDescriptor;
import io.datahem.contracts.Breakage;
import io.datahem.contracts.Finding;
import io.datahem.contracts.compile.Places;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** What a comparison said so far, each thing once. */
final class Verdict {
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> said = new HashSet<>();

  /**
   * What changed.
   *
   * @param ownerBefore the full name of the type that it is or that it is a part of
   * @param ownerAfter the same in the new version
   */
  record Elements(
      GenericDescriptor before, GenericDescriptor after, String ownerBefore, String ownerAfter) {}

  /**
   * Makes whole events of examples.
   *
   * @param message the event's full name
   * @param of the event that holds an example
   */
  record Event(String message, BiFunction<JsonNode, Break, JsonNode> of) {}

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  void add(Finding finding) {
    findings.add(finding);
  }

  /** Adds a broken rule; false when nobody that counts is broken. */
  boolean add(Policy policy, Rule<?> rule, Broken broken, Elements elements, Event event) {
    Map<Break, String> examples = new EnumMap<>(Break.class);
    broken
        .examples()
        .forEach(
            (whom, example) -> {
              if (policy.counts(rule, whom)) {
                examples.put(
                    whom,
                    example.isNull() ? "" : event.of.apply(example.deepCopy(), whom).toString());
              }
            });
    if (examples.isEmpty()) {
      return false;
    }
    if (said.add(rule.code() + " " + elements.after.getFullName())) {
      findings.add(
          Finding.error(
                  rule.code(),
                  Places.of(elements.after),
                  "Cannot register "
                      + elements.ownerAfter
                      + tookThePlace(elements)
                      + ": "
                      + broken.what()
                      + ". "
                      + rule.why(),
                  broken.fix().isEmpty() ? rule.fix() : broken.fix())
              .breaking(new Breakage(Places.of(elements.before), event.message, examples)));
    }
    return true;
  }

  private static String tookThePlace(Elements elements) {
    return elements.ownerBefore.equals(elements.ownerAfter)
        ? ""
        : " (in the place of " + elements.ownerBefore + ")";
  }
}
