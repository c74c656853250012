package io.datahem.contracts.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** What a reader's field loses of a writer's field. */
final class FieldReadings {

  /** Lists, maps and single values in each other's place. */
  static List<Loss> cardinality(FieldDescriptor writer, FieldDescriptor reader) {
    if (writer.isRepeated() == reader.isRepeated() && writer.isMapField() == reader.isMapField()) {
      return List.of();
    }
    List<Loss> losses = new ArrayList<>();
    // Some parsers take a list of one for its element.
    losses.add(
        new Loss(
            Format.JSON,
            writer.isRepeated()
                ? twice(writer, Samples.element(writer))
                : Samples.holding(writer)));
    lostCountOnWire(writer, reader).ifPresent(event -> losses.add(new Loss(Format.WIRE, event)));
    return losses;
  }

  private static Optional<JsonNode> lostCountOnWire(
      FieldDescriptor writer, FieldDescriptor reader) {
    if (writer.isMapField() && reader.isRepeated()) {
      return isMessage(reader)
          ? Optional.empty()
          : Optional.of(twice(writer, Samples.element(writer)));
    }
    if (!writer.isMapField() && Values.lostOnWire(writer, reader).isPresent()) {
      return Values.lostOnWire(writer, reader).map(value -> Samples.holding(writer, value));
    }
    if (writer.isRepeated()) {
      JsonNode element = Samples.element(writer);
      return Optional.of(twice(writer, element));
    }
    // A reader of lists sees nothing of a zero that an implicit field leaves out.
    return writer.hasPresence() || isMessage(writer)
        ? Optional.empty()
        : Optional.of(Samples.holding(writer, zero(writer)));
  }

  private static JsonNode twice(FieldDescriptor list, JsonNode element) {
    if (list.isMapField()) {
      ObjectNode entries = Samples.entry(Samples.key(list, true), element);
      entries.setAll(Samples.entry(Samples.key(list, false), element));
      return JsonNodeFactory.instance.objectNode().set(list.getJsonName(), entries);
    }
    return JsonNodeFactory.instance
        .objectNode()
        .set(list.getJsonName(), Samples.list(List.of(element, element)));
  }

  private static JsonNode zero(FieldDescriptor field) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (field.getJavaType()) {
      case BOOLEAN -> json.booleanNode(false);
      case STRING, BYTE_STRING -> json.textNode("");
      case ENUM -> json.textNode(((EnumValueDescriptor) field.getDefaultValue()).getName());
      default -> json.numberNode(0);
    };
  }

  /** Types that are no mere ranges of each other. */
  static List<Loss> type(FieldDescriptor writer, FieldDescriptor reader) {
    return values(writer, reader, (from, to) -> !Values.differInRange(from, to));
  }

  /** Integers of which one holds more than the other. */
  static List<Loss> range(FieldDescriptor writer, FieldDescriptor reader) {
    return values(writer, reader, Values::differInRange);
  }

  private static List<Loss> values(
      FieldDescriptor writer,
      FieldDescriptor reader,
      BiPredicate<FieldDescriptor, FieldDescriptor> judged) {
    if (writer.isRepeated() != reader.isRepeated() || writer.isMapField() != reader.isMapField()) {
      return List.of();
    }
    List<Loss> losses = new ArrayList<>();
    if (!writer.isMapField()) {
      if (judged.test(writer, reader)) {
        add(losses, Format.WIRE, writer, Values.lostOnWire(writer, reader));
        add(losses, Format.JSON, writer, Values.lostInJson(writer, reader));
      }
      return losses;
    }
    mapKeys(losses, writer, reader, judged);
    FieldDescriptor from = member(writer, 2);
    FieldDescriptor to = member(reader, 2);
    if (judged.test(from, to)) {
      add(losses, Format.WIRE, writer, Values.lostOnWire(from, to));
      add(losses, Format.JSON, writer, Values.lostInJson(from, to));
    }
    return losses;
  }

  private static void mapKeys(
      List<Loss> losses,
      FieldDescriptor writer,
      FieldDescriptor reader,
      BiPredicate<FieldDescriptor, FieldDescriptor> judged) {
    FieldDescriptor from = member(writer, 1);
    FieldDescriptor to = member(reader, 1);
    if (judged.test(from, to)) {
      Values.lostOnWire(from, to)
          .ifPresent(key -> losses.add(new Loss(Format.WIRE, keyed(writer, key))));
      Values.lostKeyInJson(from, to)
          .ifPresent(key -> losses.add(new Loss(Format.JSON, keyed(writer, key))));
    }
  }

  private static JsonNode keyed(FieldDescriptor map, JsonNode key) {
    return JsonNodeFactory.instance
        .objectNode()
        .set(map.getJsonName(), Samples.entry(key, Samples.element(map)));
  }

  private static FieldDescriptor member(FieldDescriptor map, int number) {
    return map.getMessageType().findFieldByNumber(number);
  }

  private static void add(
      List<Loss> losses, Format format, FieldDescriptor writer, Optional<JsonNode> lost) {
    lost.ifPresent(value -> losses.add(new Loss(format, Samples.holding(writer, value))));
  }

  /** A number that means something of another name and another type. */
  static List<Loss> reuse(FieldDescriptor writer, FieldDescriptor reader) {
    if (knows(reader, writer.getJsonName())
        || knows(writer, reader.getJsonName())
        || (type(writer, reader).isEmpty() && type(reader, writer).isEmpty())) {
      return List.of();
    }
    List<Loss> losses = new ArrayList<>(type(writer, reader));
    losses.add(new Loss(Format.JSON, Samples.holding(writer)));
    return losses;
  }

  /** A name in JSON that the reader's field of that number does not have. */
  static List<Loss> name(FieldDescriptor writer, FieldDescriptor reader) {
    return knows(reader, writer.getJsonName())
        ? List.of()
        : List.of(new Loss(Format.JSON, Samples.holding(writer)));
  }

  /** A name that the reader has at another number. */
  static List<Loss> number(FieldDescriptor writer, FieldDescriptor reader) {
    List<Loss> losses = new ArrayList<>();
    if (writer.getName().equals(reader.getName())) {
      losses.add(new Loss(Format.WIRE, Samples.holding(writer)));
    }
    if (knows(reader, writer.getJsonName())) {
      java.util.stream.Stream.of(
              cardinality(writer, reader),
              type(writer, reader),
              range(writer, reader),
              absent(writer, reader),
              oneof(writer, reader))
          .flatMap(List::stream)
          .filter(loss -> loss.format() == Format.JSON)
          .findFirst()
          .ifPresent(losses::add);
    }
    return losses;
  }

  /** JSON parsers take a field by its JSON name and by its own. */
  static boolean knows(FieldDescriptor field, String name) {
    return name.equals(field.getJsonName()) || name.equals(field.getName());
  }

  /** Fields that can be set together, and of which the reader keeps one alone. */
  static List<Loss> oneof(FieldDescriptor writer, FieldDescriptor reader) {
    @Nullable OneofDescriptor after = reader.getRealContainingOneof();
    if (after == null || FieldText.oneof(writer).equals(FieldText.oneof(reader))) {
      return List.of();
    }
    List<Loss> losses = new ArrayList<>();
    for (FieldDescriptor other : after.getFields()) {
      for (FieldDescriptor beside : writer.getContainingType().getFields()) {
        boolean ofNumber = beside.getNumber() == other.getNumber();
        boolean ofName = knows(other, beside.getJsonName());
        if (!other.equals(reader) && (ofNumber || ofName) && areSetTogether(writer, beside)) {
          JsonNode event = Samples.holding(beside).setAll(Samples.holding(writer));
          if (ofNumber) {
            losses.add(new Loss(Format.WIRE, event));
          }
          losses.add(new Loss(Format.JSON, event));
        }
      }
    }
    return losses;
  }

  private static boolean areSetTogether(FieldDescriptor one, FieldDescriptor other) {
    return !one.equals(other)
        && !one.isRepeated()
        && !other.isRepeated()
        && !areExclusive(one, other);
  }

  private static boolean areExclusive(FieldDescriptor one, FieldDescriptor other) {
    OneofDescriptor oneof = one.getRealContainingOneof();
    return oneof != null && oneof.equals(other.getRealContainingOneof());
  }

  /** A field that the reader cannot do without and the writer may leave out. */
  static List<Loss> required(FieldDescriptor writer, FieldDescriptor reader) {
    return reader.isRequired() && !writer.isRequired() ? unset() : List.of();
  }

  static List<Loss> unset() {
    JsonNode nothing = JsonNodeFactory.instance.objectNode();
    return List.of(new Loss(Format.WIRE, nothing), new Loss(Format.JSON, nothing));
  }

  /** An absent value that means one thing to the writer and another to the reader. */
  static List<Loss> absent(FieldDescriptor writer, FieldDescriptor reader) {
    boolean judged = isSingleValue(writer) && isSingleValue(reader) && !writer.isRequired();
    return judged && !defaultOf(writer).equals(defaultOf(reader)) ? unset() : List.of();
  }

  private static boolean isSingleValue(FieldDescriptor field) {
    return !field.isRepeated() && !isMessage(field);
  }

  /** A default in words that are equal when the values are; of every type's zero it is 0. */
  static String defaultOf(FieldDescriptor field) {
    Object value = field.getDefaultValue();
    if (value instanceof EnumValueDescriptor number) {
      return String.valueOf(number.getNumber());
    }
    if (value instanceof ByteString bytes) {
      return bytes.isEmpty() ? "0" : java.util.HexFormat.of().formatHex(bytes.toByteArray());
    }
    return switch (field.getType()) {
      case UINT32, FIXED32 -> Integer.toUnsignedString((Integer) value);
      case UINT64, FIXED64 -> Long.toUnsignedString((Long) value);
      case BOOL -> (Boolean) value ? "1" : "0";
      case FLOAT, DOUBLE -> String.valueOf(value).replaceFirst("^-?(.*)\\.0$", "$1");
      case STRING -> value.equals("") ? "0" : "'" + value + "'";
      default -> String.valueOf(value);
    };
  }

  /** A message as a group, which stands between two tags, and one with its length before it. */
  static List<Loss> encoding(FieldDescriptor writer, FieldDescriptor reader) {
    return isMessage(writer)
            && isMessage(reader)
            && (writer.getType() == FieldDescriptor.Type.GROUP)
                != (reader.getType() == FieldDescriptor.Type.GROUP)
        ? List.of(new Loss(Format.WIRE, Samples.holding(writer)))
        : List.of();
  }

  static boolean isMessage(FieldDescriptor field) {
    return field.getJavaType() == JavaType.MESSAGE;
  }

  /** Members that a strict reader of JSON refuses: it has neither their number nor their name. */
  static List<FieldDescriptor> unknown(Descriptor writer, Descriptor reader) {
    return writer.getFields().stream()
        .filter(field -> reader.findFieldByNumber(field.getNumber()) == null)
        .filter(
            field ->
                reader.getFields().stream().noneMatch(other -> knows(other, field.getJsonName())))
        .toList();
  }

  private FieldReadings() {}
}
