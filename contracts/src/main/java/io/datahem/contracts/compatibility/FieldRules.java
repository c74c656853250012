package io.datahem.contracts.compatibility;

import static io.datahem.contracts.compatibility.Rule.words;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The rules of a field that both versions have. */
final class FieldRules {
  private static final Set<Format> WIRE_AND_JSON = EnumSet.of(Format.WIRE, Format.JSON);

  static final Rule<FieldDescriptor> FIELD_NUMBER_REUSED =
      words(
              "FIELD_NUMBER_REUSED",
              "Old data would be read as something that it is not.",
              "Give the new field a number that was never used, and reserve the old one.")
          .reading(
              WIRE_AND_JSON,
              (before, after) ->
                  "field "
                      + before.getNumber()
                      + " '"
                      + before.getName()
                      + "' ("
                      + FieldText.type(before)
                      + ") became '"
                      + after.getName()
                      + "' ("
                      + FieldText.type(after)
                      + ")",
              FieldReadings::reuse);

  static final Rule<FieldDescriptor> FIELD_CARDINALITY_CHANGED =
      words(
              "FIELD_CARDINALITY_CHANGED",
              "A list is no single value, in JSON, on the wire and in the table.",
              "Keep it, or use a new field number.")
          .<FieldDescriptor>reading(
              WIRE_AND_JSON,
              (before, after) -> FieldText.change(before, after, FieldText::cardinality),
              FieldReadings::cardinality)
          .fixing(FieldRules::keepOrMove);

  static final Rule<FieldDescriptor> FIELD_TYPE_CHANGED =
      words(
              "FIELD_TYPE_CHANGED",
              "Old events and old readers have the old type, and the table's column has it.",
              "Keep the type, or use a new field number.")
          .<FieldDescriptor>reading(
              WIRE_AND_JSON,
              (before, after) -> FieldText.change(before, after, FieldText::type),
              FieldReadings::type)
          .fixing(FieldRules::keepOrMove);

  static final Rule<FieldDescriptor> FIELD_RANGE_CHANGED =
      words(
              "FIELD_RANGE_CHANGED",
              "A number of the one that the other cannot hold is cut to another number, or refused.",
              "Keep the type, or use a new field number.")
          .<FieldDescriptor>reading(
              WIRE_AND_JSON,
              (before, after) -> FieldText.change(before, after, FieldText::type),
              FieldReadings::range)
          .fixing(FieldRules::keepOrMove)
          .growth();

  static final Rule<FieldDescriptor> FIELD_ENCODING_CHANGED =
      words(
              "FIELD_ENCODING_CHANGED",
              "A group and a message stand differently on the wire: the reader passes over it.",
              "Keep the group, or the message (features.message_encoding).")
          .reading(
              EnumSet.of(Format.WIRE),
              (before, after) ->
                  FieldText.change(
                      before,
                      after,
                      field ->
                          field.getType() == FieldDescriptor.Type.GROUP
                              ? "delimited (a group)"
                              : "length-prefixed (a message)"),
              FieldReadings::encoding);

  static final Rule<FieldDescriptor> FIELD_JSON_NAME_CHANGED =
      words(
              "FIELD_JSON_NAME_CHANGED",
              "Producers send the old name: its values would be undeclared fields.",
              "Keep the name (rename the column with (datahem.field).column instead), or set json_name to the old one.")
          .<FieldDescriptor>reading(
              EnumSet.of(Format.JSON),
              (before, after) ->
                  "field "
                      + before.getNumber()
                      + " is '"
                      + before.getJsonName()
                      + "' in JSON, to be '"
                      + after.getJsonName()
                      + "'",
              FieldReadings::name)
          .fixing(
              (before, after) ->
                  "Write '"
                      + FieldText.declaration(after)
                      + " [json_name = \""
                      + before.getJsonName()
                      + "\"]', or keep the name (a column is renamed with (datahem.field).column).");

  static final Rule<FieldDescriptor> FIELD_ONEOF_CHANGED =
      words(
              "FIELD_ONEOF_CHANGED",
              "Two members of one oneof cannot both be set: events that set both would lose one.",
              "Leave the field where it is, or use a new field number.")
          .reading(
              WIRE_AND_JSON,
              (before, after) -> FieldText.change(before, after, FieldText::oneof),
              FieldReadings::oneof);

  static final Rule<FieldDescriptor> FIELD_REQUIRED_CHANGED =
      words(
              "FIELD_REQUIRED_CHANGED",
              "A required field cannot be missed by one version and left out by the other.",
              "Leave the field as it is.")
          .reading(
              WIRE_AND_JSON,
              (before, after) ->
                  FieldText.change(
                      before, after, field -> field.isRequired() ? "required" : "optional"),
              FieldReadings::required);

  static final Rule<FieldDescriptor> FIELD_DEFAULT_CHANGED =
      words(
              "FIELD_DEFAULT_CHANGED",
              "An absent value means the writer's default, and the reader takes its own.",
              "Keep the default (and the enum's first value).")
          .reading(
              WIRE_AND_JSON,
              (before, after) ->
                  FieldText.change(
                      before, after, field -> "default '" + FieldReadings.defaultOf(field) + "'"),
              FieldReadings::absent);

  static final Rule<FieldDescriptor> FIELD_RENUMBERED =
      words(
              "FIELD_RENUMBERED",
              "On the wire a field is its number: the values of the old one are passed over.",
              "Give it its number back, or take a new name for the new field.")
          .reading(
              WIRE_AND_JSON,
              (before, after) ->
                  FieldText.change(before, after, field -> "number " + field.getNumber()),
              FieldReadings::number);

  /** Of fields of one number; the first that is broken is said, and none of the others. */
  static final List<Rule<FieldDescriptor>> TYPE =
      List.of(
          FIELD_NUMBER_REUSED,
          FIELD_CARDINALITY_CHANGED,
          FIELD_TYPE_CHANGED,
          FIELD_RANGE_CHANGED,
          FIELD_ENCODING_CHANGED);

  /** Of fields of one number. */
  static final List<Rule<FieldDescriptor>> REST =
      List.of(
          FIELD_JSON_NAME_CHANGED,
          FIELD_ONEOF_CHANGED,
          FIELD_REQUIRED_CHANGED,
          FIELD_DEFAULT_CHANGED,
          ValidationRules.FIELD_VALIDATION_CHANGED);

  private static String keepOrMove(FieldDescriptor before, FieldDescriptor after) {
    return "Keep '"
        + FieldText.declaration(before)
        + "', or use a new field number ("
        + FieldText.freeNumber(before.getContainingType(), after.getContainingType())
        + " is free).";
  }

  private FieldRules() {}
}
