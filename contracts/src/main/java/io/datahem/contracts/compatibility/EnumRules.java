package io.datahem.contracts.compatibility;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The rules of an enum that both versions have. */
@SuppressWarnings("ImmutableEnumChecker") // the tests are lambdas without state
enum EnumRules implements Rule<EnumDescriptor> {
  ENUM_VALUE_REMOVED(
      "Producers send it by name, and old data holds its number.",
      "Keep it (mark it deprecated = true).",
      (before, after) ->
          broken(
              before,
              after,
              (old, now) -> now == null && after.findValueByNumber(old.getNumber()) == null,
              "was removed")),
  ENUM_VALUE_CHANGED(
      "Producers send the name, and old data holds the number: both must stay what they were.",
      "Keep name and number together; for a new name add an alias (option allow_alias = true).",
      (before, after) ->
          broken(
              before,
              after,
              (old, now) ->
                  now == null
                      ? after.findValueByNumber(old.getNumber()) != null
                      : now.getNumber() != old.getNumber(),
              "has another name or number"));

  private final String why;
  private final String fix;
  private final BiFunction<EnumDescriptor, EnumDescriptor, Optional<String>> test;

  /** What became of a value, looked up by its name; null when the name is gone. */
  private interface Test {
    boolean broken(
        EnumValueDescriptor old, @org.jspecify.annotations.Nullable EnumValueDescriptor now);
  }

  EnumRules(
      String why, String fix, BiFunction<EnumDescriptor, EnumDescriptor, Optional<String>> test) {
    this.why = why;
    this.fix = fix;
    this.test = test;
  }

  static final List<EnumRules> ALL = List.of(values());

  @Override
  public String code() {
    return name();
  }

  @Override
  public String why() {
    return why;
  }

  @Override
  public String fix() {
    return fix;
  }

  @Override
  public Optional<String> broken(EnumDescriptor before, EnumDescriptor after) {
    return test.apply(before, after);
  }

  private static Optional<String> broken(
      EnumDescriptor before, EnumDescriptor after, Test test, String how) {
    return before.getValues().stream()
        .filter(value -> test.broken(value, after.findValueByName(value.getName())))
        .map(value -> "value '" + value.getName() + "' = " + value.getNumber() + " " + how)
        .reduce((first, next) -> first + ", " + next);
  }
}
