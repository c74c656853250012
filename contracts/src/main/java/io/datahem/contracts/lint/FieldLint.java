package io.datahem.contracts.lint;

import static io.datahem.contracts.lint.FileLint.expected;
import static io.datahem.contracts.lint.LintRule.warning;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import io.datahem.contracts.options.FieldOptions;
import io.datahem.contracts.options.FieldOptionsReader;
import java.util.List;
import java.util.Optional;

/** The rules of fields and their columns. */
final class FieldLint {
  static final LintRule<FieldDescriptor> FIELD_LOWER_SNAKE_CASE =
      warning(
          "FIELD_LOWER_SNAKE_CASE",
          "Names in JSON and in languages are made of it.",
          field ->
              expected(
                  !Casing.isLowerSnake(field.getName()) && !field.getName().equals("_ATTRIBUTES"),
                  "field",
                  field.getName(),
                  Casing.lowerSnake(field.getName())));

  static final LintRule<FieldDescriptor> FIELD_NOT_REQUIRED =
      warning(
          "FIELD_NOT_REQUIRED",
          "A required field can never be removed, and none can be added.",
          field ->
              field.isRequired()
                  ? Optional.of("field '" + field.getName() + "' is required, expected optional")
                  : Optional.empty());

  static final LintRule<FieldDescriptor> FIELD_DESCRIPTION_MISSING =
      warning(
          "FIELD_DESCRIPTION_MISSING",
          "Its column has no description either.",
          field ->
              !isOfOwnMessage(field)
                      && options(field).description().isEmpty()
                      && !options(field).hidden()
                  ? Optional.of(
                      "field '"
                          + field.getName()
                          + "' has no description, expected a comment before it")
                  : Optional.empty());

  static final LintRule<FieldDescriptor> COLUMN_RESERVED_WORD =
      warning(
          "COLUMN_RESERVED_WORD",
          "Every query has to quote it.",
          field ->
              expected(
                  !options(field).hidden() && ReservedWords.isReserved(options(field).column()),
                  "column",
                  options(field).column(),
                  "a name that SQL does not reserve ((datahem.field).column)"));

  static final LintRule<FieldDescriptor> PERSONAL_DATA_UNTAGGED =
      warning(
          "PERSONAL_DATA_UNTAGGED",
          "What is not tagged is shown to everybody and never forgotten.",
          field ->
              PersonalData.looksLike(field)
                      && !isTagged(options(field))
                      && !options(field).notPersonal()
                  ? Optional.of(
                      "field '"
                          + field.getName()
                          + "' looks like personal data, expected (datahem.field).personal = true or a policy tag, or personal = false if it is none")
                  : Optional.empty());

  static final List<LintRule<FieldDescriptor>> ALL =
      List.of(
          FIELD_LOWER_SNAKE_CASE,
          FIELD_NOT_REQUIRED,
          FIELD_DESCRIPTION_MISSING,
          COLUMN_RESERVED_WORD,
          PERSONAL_DATA_UNTAGGED);

  /** The message and its fields say what they are. */
  private static boolean isOfOwnMessage(FieldDescriptor field) {
    return field.getJavaType() == JavaType.MESSAGE
        && !field.isMapField()
        && !field.getMessageType().getFile().getName().startsWith("google/protobuf/");
  }

  private static boolean isTagged(FieldOptions options) {
    return options.personal() || options.forget().isPresent() || !options.categories().isEmpty();
  }

  private static FieldOptions options(FieldDescriptor field) {
    return FieldOptionsReader.read(field);
  }

  private FieldLint() {}
}
