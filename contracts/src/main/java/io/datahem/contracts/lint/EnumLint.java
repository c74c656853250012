package io.datahem.contracts.lint;

import static io.datahem.contracts.lint.FileLint.expected;
import static io.datahem.contracts.lint.LintRule.warning;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import java.util.List;
import java.util.Optional;

/** The rules of enums and their values. */
final class EnumLint {
  static final LintRule<EnumDescriptor> ENUM_PASCAL_CASE =
      warning(
          "ENUM_PASCAL_CASE",
          "Languages make classes of it.",
          type ->
              expected(
                  !Casing.isPascal(type.getName()),
                  "enum",
                  type.getName(),
                  Casing.pascal(type.getName())));

  static final LintRule<EnumDescriptor> ENUM_FIRST_VALUE_ZERO =
      warning(
          "ENUM_FIRST_VALUE_ZERO",
          "The first value is what an absent one is read as.",
          type -> {
            EnumValueDescriptor first = type.getValues().get(0);
            return expected(
                first.getNumber() != 0, "first value", first.getName(), "the value of number 0");
          });

  static final LintRule<EnumDescriptor> ENUM_NO_ALLOW_ALIAS =
      warning(
          "ENUM_NO_ALLOW_ALIAS",
          "Two names of one number look like two values.",
          type ->
              type.getOptions().getAllowAlias()
                  ? Optional.of(
                      "enum '" + type.getName() + "' allows aliases, expected one name a number")
                  : Optional.empty());

  static final LintRule<EnumValueDescriptor> ENUM_VALUE_UPPER_SNAKE_CASE =
      warning(
          "ENUM_VALUE_UPPER_SNAKE_CASE",
          "Languages make constants of it.",
          value ->
              expected(
                  !Casing.isUpperSnake(value.getName()),
                  "value",
                  value.getName(),
                  Casing.upperSnake(value.getName())));

  static final LintRule<EnumValueDescriptor> ENUM_VALUE_PREFIX =
      warning(
          "ENUM_VALUE_PREFIX",
          "Values are names of the scope around the enum: two enums with one NEW do not compile.",
          value -> {
            String prefix = Casing.upperSnake(value.getType().getName()) + "_";
            return expected(
                !value.getName().startsWith(prefix),
                "value",
                value.getName(),
                prefix + value.getName());
          });

  static final LintRule<EnumValueDescriptor> ENUM_ZERO_VALUE_SUFFIX =
      warning(
          "ENUM_ZERO_VALUE_SUFFIX",
          "What an absent value is read as should mean nothing else.",
          value -> {
            String expected = Casing.upperSnake(value.getType().getName()) + "_UNSPECIFIED";
            return expected(
                value.getNumber() == 0 && !value.getName().endsWith("_UNSPECIFIED"),
                "zero value",
                value.getName(),
                expected);
          });

  static final List<LintRule<EnumDescriptor>> TYPES =
      List.of(ENUM_PASCAL_CASE, ENUM_FIRST_VALUE_ZERO, ENUM_NO_ALLOW_ALIAS);

  static final List<LintRule<EnumValueDescriptor>> VALUES =
      List.of(ENUM_VALUE_UPPER_SNAKE_CASE, ENUM_VALUE_PREFIX, ENUM_ZERO_VALUE_SUFFIX);

  private EnumLint() {}
}
