package io.datahem.contracts.compatibility;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a field that both versions have, by its number. The first that is broken is said,
 * and no other.
 */
@SuppressWarnings("ImmutableEnumChecker") // the tests are lambdas without state
enum FieldRules implements Rule<FieldDescriptor> {
  FIELD_NUMBER_REUSED(
      "Old data would be read as something that it is not.",
      "Give the new field a number that was never used, and reserve the old one.",
      (before, after) ->
          !before.getName().equals(after.getName())
              && !type(before).equals(type(after))
              && !before.getJsonName().equals(after.getJsonName()),
      (before, after) ->
          "field "
              + before.getNumber()
              + " '"
              + before.getName()
              + "' ("
              + type(before)
              + ") became '"
              + after.getName()
              + "' ("
              + type(after)
              + ")"),
  FIELD_CARDINALITY_CHANGED(
      "A list is no single value, in JSON, on the wire and in the table.",
      "Keep it, or use a new field number.",
      (before, after) ->
          before.isRepeated() != after.isRepeated() || before.isMapField() != after.isMapField(),
      (before, after) -> change(before, cardinality(before), cardinality(after))),
  FIELD_TYPE_CHANGED(
      "Old events and old readers have the old type, and the table's column has it.",
      "Keep the type, or use a new field number.",
      (before, after) -> !type(before).equals(type(after)) && !widens(before, after),
      (before, after) -> change(before, type(before), type(after))),
  FIELD_JSON_NAME_CHANGED(
      "Producers send the old name: its values would be undeclared fields.",
      "Keep the name (rename the column with (datahem.field).column instead), or set json_name to the old one.",
      (before, after) -> !before.getJsonName().equals(after.getJsonName()),
      (before, after) ->
          "field "
              + before.getNumber()
              + " is '"
              + before.getJsonName()
              + "' in JSON, to be '"
              + after.getJsonName()
              + "'"),
  FIELD_ONEOF_CHANGED(
      "Two members of one oneof cannot both be set: events that set both would lose one.",
      "Leave the field where it is, or use a new field number.",
      (before, after) -> !oneof(before).equals(oneof(after)),
      (before, after) -> change(before, oneof(before), oneof(after))),
  FIELD_REQUIRED_CHANGED(
      "A required field cannot be missed by one version and left out by the other.",
      "Leave the field as it is.",
      (before, after) -> before.isRequired() != after.isRequired(),
      (before, after) ->
          change(
              before,
              before.isRequired() ? "required" : "optional",
              after.isRequired() ? "required" : "optional"));

  private final String why;
  private final String fix;
  private final BiPredicate<FieldDescriptor, FieldDescriptor> test;
  private final BiFunction<FieldDescriptor, FieldDescriptor, String> change;

  FieldRules(
      String why,
      String fix,
      BiPredicate<FieldDescriptor, FieldDescriptor> test,
      BiFunction<FieldDescriptor, FieldDescriptor, String> change) {
    this.why = why;
    this.fix = fix;
    this.test = test;
    this.change = change;
  }

  static final List<FieldRules> ALL = List.of(values());

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
  public Optional<String> broken(FieldDescriptor before, FieldDescriptor after) {
    return test.test(before, after) ? Optional.of(change.apply(before, after)) : Optional.empty();
  }

  /** What reads the old values and JSON whole, and fits the table's column. */
  private static boolean widens(FieldDescriptor before, FieldDescriptor after) {
    return (before.getType() == FieldDescriptor.Type.INT32
            && after.getType() == FieldDescriptor.Type.INT64)
        || (before.getType() == FieldDescriptor.Type.SINT32
            && after.getType() == FieldDescriptor.Type.SINT64);
  }

  private static String change(FieldDescriptor field, String from, String to) {
    return "field "
        + field.getNumber()
        + " '"
        + field.getName()
        + "' changed "
        + from
        + " -> "
        + to;
  }

  private static String cardinality(FieldDescriptor field) {
    return field.isMapField() ? "map" : field.isRepeated() ? "repeated" : "single";
  }

  private static String oneof(FieldDescriptor field) {
    @Nullable OneofDescriptor oneof = field.getRealContainingOneof();
    return oneof == null ? "no oneof" : "oneof " + oneof.getName();
  }

  static String type(FieldDescriptor field) {
    return switch (field.getType()) {
      case MESSAGE, GROUP ->
          field.isMapField()
              ? "map<"
                  + type(field.getMessageType().findFieldByNumber(1))
                  + ", "
                  + type(field.getMessageType().findFieldByNumber(2))
                  + ">"
              : field.getMessageType().getFullName();
      case ENUM -> field.getEnumType().getFullName();
      default -> field.getType().name().toLowerCase(Locale.ROOT);
    };
  }
}
