package io.datahem.contracts.rules;

import build.buf.validate.EnumRules;
import build.buf.validate.FieldRules;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Compiles the rules of scalars. */
final class ScalarRules {

  /**
   * The rules of one scalar.
   *
   * @return empty when there are others than the common ones, or when they are another type's
   */
  static Optional<List<ValueCheck>> compile(FieldDescriptor field, FieldRules rules) {
    String type = field.getType().name().toLowerCase(Locale.ROOT);
    Map<String, Message> ofTypes = ofTypes(rules);
    if (ofTypes.isEmpty()) {
      return Optional.of(List.of());
    }
    Message own = ofTypes.get(type);
    if (own == null) {
      return Optional.empty();
    }
    return switch (field.getType()) {
      case STRING -> TextChecks.compile(rules.getString());
      case BYTES -> ByteChecks.compile(rules.getBytes());
      case ENUM -> enumeration(field, rules.getEnum());
      case BOOL -> bool(rules);
      case MESSAGE, GROUP -> Optional.empty();
      default -> NumberChecks.compile(type, own);
    };
  }

  private static Map<String, Message> ofTypes(FieldRules rules) {
    Map<String, Message> ofTypes = new TreeMap<>();
    rules
        .getAllFields()
        .forEach(
            (rule, value) -> {
              if (rule.getRealContainingOneof() != null) {
                ofTypes.put(rule.getName(), (Message) value);
              }
            });
    return ofTypes;
  }

  private static Optional<List<ValueCheck>> bool(FieldRules rules) {
    if (!rules.getBool().getUnknownFields().asMap().isEmpty()) {
      return Optional.empty();
    }
    boolean wanted = rules.getBool().getConst();
    return Optional.of(
        rules.getBool().hasConst()
            ? List.of(ValueCheck.of("bool.const", value -> (Boolean) value != wanted))
            : List.of());
  }

  private static Optional<List<ValueCheck>> enumeration(FieldDescriptor field, EnumRules rules) {
    Optional<List<ValueCheck>> numbers =
        NumberChecks.compile("enum", rules.toBuilder().clearDefinedOnly().build());
    if (!rules.getDefinedOnly()) {
      return numbers;
    }
    Set<Object> defined = new HashSet<>();
    for (EnumValueDescriptor value : field.getEnumType().getValues()) {
      defined.add((long) value.getNumber());
    }
    ValueCheck check = ValueCheck.of("enum.defined_only", value -> !defined.contains(value));
    return numbers.map(checks -> Stream.concat(checks.stream(), Stream.of(check)).toList());
  }

  private ScalarRules() {}
}
