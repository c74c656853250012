package io.datahem.contracts.compatibility;

import static io.datahem.contracts.compatibility.Rule.words;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Constraints of {@code buf.validate}: who validates with the one version refuses what the other
 * lets pass. Tightened ones break producers and old data, loosened ones old readers.
 */
final class ValidationRules {
  private static final Set<Format> WIRE_AND_JSON = EnumSet.of(Format.WIRE, Format.JSON);

  static final Rule<FieldDescriptor> FIELD_VALIDATION_CHANGED =
      words(
              "FIELD_VALIDATION_CHANGED",
              "A tighter rule refuses what producers send and old data holds, a looser one lets pass what old readers refuse.",
              "Keep the rule, or use a new field number.")
          .<FieldDescriptor>reading(
              WIRE_AND_JSON,
              (before, after) ->
                  "field "
                      + before.getNumber()
                      + " '"
                      + before.getName()
                      + "' changed its validation: "
                      + changes(Constraints.of(before), Constraints.of(after)),
              ValidationRules::field)
          .growth();

  static final Rule<Descriptor> MESSAGE_VALIDATION_CHANGED =
      words(
              "MESSAGE_VALIDATION_CHANGED",
              "A tighter rule refuses what producers send and old data holds, a looser one lets pass what old readers refuse.",
              "Keep the rule.")
          .<Descriptor>reading(
              WIRE_AND_JSON,
              (before, after) ->
                  "the message changed its validation: "
                      + changes(Constraints.of(before), Constraints.of(after)),
              ValidationRules::message)
          .growth();

  private static List<Loss> field(FieldDescriptor writer, FieldDescriptor reader) {
    Map<String, Object> asked = Constraints.of(reader);
    if (asked.isEmpty()) {
      return List.of();
    }
    return Stricter.rule(Constraints.of(writer), asked)
        .map(rule -> bothFormats(Refused.by(rule, String.valueOf(asked.get(rule)), writer)))
        .orElse(List.of());
  }

  private static List<Loss> message(Descriptor writer, Descriptor reader) {
    Map<String, Object> asked = Constraints.of(reader);
    Optional<String> stricter =
        asked.isEmpty() ? Optional.empty() : Stricter.rule(Constraints.of(writer), asked);
    return stricter
        .map(
            rule ->
                rule.endsWith("required") ? FieldReadings.unset() : bothFormats(NullNode.instance))
        .orElse(List.of());
  }

  private static List<Loss> bothFormats(JsonNode example) {
    return List.of(new Loss(Format.WIRE, example), new Loss(Format.JSON, example));
  }

  private static String changes(Map<String, Object> before, Map<String, Object> after) {
    Set<String> rules = new TreeSet<>(before.keySet());
    rules.addAll(after.keySet());
    return rules.stream()
        .filter(rule -> !Objects.equals(before.get(rule), after.get(rule)))
        .map(rule -> rule + " " + shown(before.get(rule)) + " -> " + shown(after.get(rule)))
        .collect(Collectors.joining(", "));
  }

  private static String shown(@org.jspecify.annotations.Nullable Object value) {
    if (value == null) {
      return "none";
    }
    Object shown = value instanceof Set<?> values ? new TreeSet<>(values) : value;
    return shown.toString().replaceAll("\\s+", " ");
  }

  private ValidationRules() {}
}
