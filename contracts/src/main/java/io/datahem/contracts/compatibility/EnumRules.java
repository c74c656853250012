package io.datahem.contracts.compatibility;

import static io.datahem.contracts.compatibility.Rule.words;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules of an enum that both versions have. */
final class EnumRules {
  static final Rule<EnumDescriptor> ENUM_VALUE_REMOVED =
      words(
              "ENUM_VALUE_REMOVED",
              "Producers send it by name, and old data holds its number.",
              "Keep it (mark it deprecated = true).")
          .changing(
              EnumSet.of(Break.BACKWARD_WIRE, Break.BACKWARD_JSON),
              (before, after) -> missing(before, after, true, "was removed"));

  static final Rule<EnumDescriptor> ENUM_VALUE_ADDED =
      words(
              "ENUM_VALUE_ADDED",
              "Old readers do not know it: in JSON and in closed enums they see no value at all.",
              "Give the new schema to readers first, then write the value.")
          .<EnumDescriptor>changing(
              EnumSet.of(Break.FORWARD_WIRE, Break.FORWARD_JSON),
              (before, after) -> missing(after, before, false, "was added"))
          .growth();

  static final Rule<EnumDescriptor> ENUM_VALUE_CHANGED =
      words(
              "ENUM_VALUE_CHANGED",
              "Producers send the name, and old data holds the number: both must stay what they were.",
              "Keep name and number together; for a new name add an alias (option allow_alias = true).")
          .reading(
              EnumSet.of(Format.WIRE, Format.JSON),
              (before, after) ->
                  Stream.concat(renamed(before, after), renumbered(before, after))
                      .map(value -> named(value) + " has another name or number")
                      .distinct()
                      .collect(Collectors.joining(", ")),
              EnumRules::changed);

  static final Rule<EnumDescriptor> ENUM_CLOSED =
      words(
              "ENUM_CLOSED",
              "An open enum holds every number, a closed one drops those that it does not name.",
              "Keep the enum open or closed as it was (its syntax, or features.enum_type).")
          .reading(
              EnumSet.of(Format.WIRE, Format.JSON),
              (before, after) ->
                  "the enum was "
                      + (before.isClosed() ? "closed" : "open")
                      + " and is "
                      + (after.isClosed() ? "closed" : "open"),
              EnumRules::closed);

  static final Rule<EnumDescriptor> ENUM_RESERVATION_REMOVED =
      words(
              "ENUM_RESERVATION_REMOVED",
              "The number belonged to a value that old data still has.",
              "Keep it reserved.")
          .changing(
              EnumSet.of(Break.BACKWARD_WIRE, Break.BACKWARD_JSON),
              (before, after) ->
                  Reservations.of(before.toProto())
                      .freedBy(Reservations.of(after.toProto()))
                      .map(
                          what ->
                              MessageRules.broken(
                                  what,
                                  EnumSet.of(Break.BACKWARD_WIRE, Break.BACKWARD_JSON),
                                  NullNode.instance)));

  static final List<Rule<EnumDescriptor>> ALL =
      List.of(
          ENUM_VALUE_REMOVED,
          ENUM_VALUE_ADDED,
          ENUM_VALUE_CHANGED,
          ENUM_CLOSED,
          ENUM_RESERVATION_REMOVED);

  private static Optional<Broken> missing(
      EnumDescriptor writer, EnumDescriptor reader, boolean backward, String how) {
    List<EnumValueDescriptor> missing =
        writer.getValues().stream()
            .filter(value -> reader.findValueByName(value.getName()) == null)
            .filter(value -> !isRenamed(value, reader))
            .toList();
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    Map<Break, JsonNode> examples = new EnumMap<>(Break.class);
    examples.put(Break.of(backward, Format.JSON), name(missing.get(0)));
    if (reader.isClosed()) {
      missing.stream()
          .filter(value -> reader.findValueByNumber(value.getNumber()) == null)
          .findFirst()
          .ifPresent(value -> examples.put(Break.of(backward, Format.WIRE), name(value)));
    }
    String what =
        missing.stream().map(value -> named(value) + " " + how).collect(Collectors.joining(", "));
    return Optional.of(new Broken(what, "", examples));
  }

  private static List<Loss> changed(EnumDescriptor writer, EnumDescriptor reader) {
    List<Loss> losses = new ArrayList<>();
    // What a tolerant reader takes an unknown name for is zero: another number shows more.
    renamed(writer, reader)
        .max(Comparator.comparingInt(value -> Math.abs(value.getNumber())))
        .ifPresent(value -> losses.add(new Loss(Format.JSON, name(value))));
    renumbered(writer, reader)
        .findFirst()
        .ifPresent(value -> losses.add(new Loss(Format.WIRE, name(value))));
    return losses;
  }

  private static Stream<EnumValueDescriptor> renamed(EnumDescriptor writer, EnumDescriptor reader) {
    return writer.getValues().stream()
        .filter(value -> reader.findValueByName(value.getName()) == null)
        .filter(value -> isRenamed(value, reader));
  }

  /** True when the reader has the number, and knows it by none of the writer's names. */
  private static boolean isRenamed(EnumValueDescriptor value, EnumDescriptor reader) {
    return reader.findValueByNumber(value.getNumber()) != null
        && value.getType().getValues().stream()
            .filter(alias -> alias.getNumber() == value.getNumber())
            .map(alias -> reader.findValueByName(alias.getName()))
            .noneMatch(same -> same != null && same.getNumber() == value.getNumber());
  }

  private static Stream<EnumValueDescriptor> renumbered(
      EnumDescriptor writer, EnumDescriptor reader) {
    return writer.getValues().stream()
        .filter(
            value -> {
              EnumValueDescriptor same = reader.findValueByName(value.getName());
              return same != null && same.getNumber() != value.getNumber();
            });
  }

  private static List<Loss> closed(EnumDescriptor writer, EnumDescriptor reader) {
    if (writer.isClosed() || !reader.isClosed()) {
      return List.of();
    }
    int number = 0;
    while (reader.findValueByNumber(number) != null || writer.findValueByNumber(number) != null) {
      number++;
    }
    JsonNode unknown = JsonNodeFactory.instance.numberNode(number);
    return List.of(new Loss(Format.WIRE, unknown), new Loss(Format.JSON, unknown));
  }

  private static JsonNode name(EnumValueDescriptor value) {
    return JsonNodeFactory.instance.textNode(value.getName());
  }

  private static String named(EnumValueDescriptor value) {
    return "value '" + value.getName() + "' = " + value.getNumber();
  }

  private EnumRules() {}
}
