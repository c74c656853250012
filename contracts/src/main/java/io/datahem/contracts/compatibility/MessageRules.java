package io.datahem.contracts.compatibility;

import static io.datahem.contracts.compatibility.Rule.words;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules of a message that both versions have. */
final class MessageRules {
  private static final Set<Break> BACKWARD = EnumSet.of(Break.BACKWARD_WIRE, Break.BACKWARD_JSON);

  static final Rule<Descriptor> FIELD_REMOVED =
      words(
              "FIELD_REMOVED",
              "Its number could be given away again, and old data read as something that it is not.",
              "Reserve its number and its name: reserved N; reserved \"name\";")
          .changing(BACKWARD, MessageRules::removed)
          .promise();

  static final Rule<Descriptor> RESERVATION_REMOVED =
      words(
              "RESERVATION_REMOVED",
              "The number belonged to a field that old data still has.",
              "Keep it reserved.")
          .changing(BACKWARD, MessageRules::unreserved);

  static final Rule<Descriptor> FIELD_REQUIRED_UNKNOWN =
      words(
              "FIELD_REQUIRED_UNKNOWN",
              "The one requires a field that the other does not write: every event is refused.",
              "Add no required field and remove none; make it optional.")
          .reading(
              EnumSet.of(Format.WIRE, Format.JSON),
              (before, after) ->
                  Stream.concat(
                          required(before, after)
                              .map(field -> named(field) + " was added required"),
                          required(after, before)
                              .map(field -> named(field) + " was required and is removed"))
                      .collect(Collectors.joining(", ")),
              (writer, reader) ->
                  FieldReadings.unset().stream()
                      .filter(
                          loss ->
                              required(writer, reader)
                                  .anyMatch(field -> isMissed(field, writer, loss.format())))
                      .toList());

  static final Rule<Descriptor> FIELD_UNKNOWN =
      words(
              "FIELD_UNKNOWN",
              "A strict reader of JSON refuses every member that it does not know.",
              "Let readers pass over what they do not know, or change nothing.")
          .reading(
              EnumSet.of(Format.JSON_STRICT),
              (before, after) ->
                  Stream.concat(
                          FieldReadings.unknown(after, before).stream()
                              .map(field -> named(field) + " was added"),
                          FieldReadings.unknown(before, after).stream()
                              .map(field -> named(field) + " was removed"))
                      .collect(Collectors.joining(", ")),
              (writer, reader) ->
                  FieldReadings.unknown(writer, reader).stream()
                      .limit(1)
                      .map(field -> new Loss(Format.JSON_STRICT, Samples.holding(field)))
                      .toList());

  static final Rule<Descriptor> MESSAGE_REMOVED =
      words(
              "MESSAGE_REMOVED",
              "Nobody with the new schema can read the events of that type.",
              "Keep the message (mark it option deprecated = true), or move it as it is.")
          .changing(
              BACKWARD,
              (before, after) ->
                  Optional.of(
                      broken(
                          "message " + before.getFullName() + " was removed",
                          BACKWARD,
                          Samples.message(before))));

  /** Of messages that both versions have. */
  static final List<Rule<Descriptor>> ALL =
      List.of(
          FIELD_REMOVED,
          RESERVATION_REMOVED,
          FIELD_REQUIRED_UNKNOWN,
          FIELD_UNKNOWN,
          ValidationRules.MESSAGE_VALIDATION_CHANGED);

  private static Optional<Broken> removed(Descriptor before, Descriptor after) {
    List<FieldDescriptor> removed =
        before.getFields().stream()
            .filter(field -> after.findFieldByNumber(field.getNumber()) == null)
            .filter(
                field ->
                    !after.isReservedNumber(field.getNumber())
                        || !after.isReservedName(field.getName()))
            .toList();
    if (removed.isEmpty()) {
      return Optional.empty();
    }
    String what =
        removed.stream()
            .map(field -> named(field) + " was removed and not reserved")
            .collect(Collectors.joining(", "));
    Broken broken = broken(what, BACKWARD, Samples.holding(removed.get(0)));
    return Optional.of(new Broken(what, reserve(removed, after), broken.examples()));
  }

  private static String reserve(List<FieldDescriptor> fields, Descriptor after) {
    String numbers =
        fields.stream()
            .filter(field -> !after.isReservedNumber(field.getNumber()))
            .map(field -> String.valueOf(field.getNumber()))
            .collect(Collectors.joining(", "));
    String names =
        fields.stream()
            .filter(field -> !after.isReservedName(field.getName()))
            .map(field -> "\"" + field.getName() + "\"")
            .collect(Collectors.joining(", "));
    return "Write"
        + (numbers.isEmpty() ? "" : " reserved " + numbers + ";")
        + (names.isEmpty() ? "" : " reserved " + names + ";");
  }

  private static Optional<Broken> unreserved(Descriptor before, Descriptor after) {
    return Reservations.of(before.toProto())
        .freedBy(Reservations.of(after.toProto()))
        .map(what -> broken(what, BACKWARD, NullNode.instance));
  }

  static Broken broken(String what, Set<Break> breaks, JsonNode example) {
    return new Broken(
        what, "", breaks.stream().collect(Collectors.toMap(each -> each, each -> example)));
  }

  private static Stream<FieldDescriptor> required(Descriptor writer, Descriptor reader) {
    return reader.getFields().stream()
        .filter(FieldDescriptor::isRequired)
        .filter(field -> writer.findFieldByNumber(field.getNumber()) == null);
  }

  /** In JSON a field is found by its name, whatever its number. */
  private static boolean isMissed(FieldDescriptor required, Descriptor writer, Format format) {
    return format == Format.WIRE
        || writer.getFields().stream()
            .noneMatch(
                field -> field.isRequired() && FieldReadings.knows(required, field.getJsonName()));
  }

  private static String named(FieldDescriptor field) {
    return "field " + field.getNumber() + " '" + field.getName() + "'";
  }

  private MessageRules() {}
}
