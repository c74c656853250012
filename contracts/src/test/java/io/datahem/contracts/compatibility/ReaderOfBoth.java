package io.datahem.contracts.compatibility;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UninitializedMessageException;
import com.google.protobuf.util.JsonFormat;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes an event with one schema and reads it with another, by protobuf's own parsers, and says
 * the first thing that is not what was written. A field is the same by its number or by its name;
 * what the reader has no field for may be lost.
 */
final class ReaderOfBoth {
  private final Format format;

  private ReaderOfBoth(Format format) {
    this.format = format;
  }

  /** The event of a writer, from JSON. */
  static DynamicMessage written(String json, Descriptor writer)
      throws InvalidProtocolBufferException {
    DynamicMessage.Builder builder = DynamicMessage.newBuilder(writer);
    JsonFormat.parser().merge(json, builder);
    return builder.build();
  }

  /** What the reader has wrong; empty when nothing. */
  static Optional<String> wrong(
      Format format, DynamicMessage event, String json, Descriptor reader) {
    DynamicMessage read;
    try {
      read = read(format, event, json, reader);
    } catch (InvalidProtocolBufferException | UninitializedMessageException e) {
      return Optional.of("refused: " + e.getMessage());
    }
    return new ReaderOfBoth(format).compare(event, read);
  }

  private static DynamicMessage read(
      Format format, DynamicMessage event, String json, Descriptor reader)
      throws InvalidProtocolBufferException {
    if (format == Format.WIRE) {
      return DynamicMessage.parseFrom(reader, event.toByteString());
    }
    DynamicMessage.Builder builder = DynamicMessage.newBuilder(reader);
    JsonFormat.Parser parser = JsonFormat.parser();
    (format == Format.JSON ? parser.ignoringUnknownFields() : parser).merge(json, builder);
    return builder.build();
  }

  private Optional<String> compare(Message written, Message read) {
    for (FieldDescriptor field : written.getDescriptorForType().getFields()) {
      for (FieldDescriptor same : read.getDescriptorForType().getFields()) {
        if (same.getNumber() == field.getNumber() || isNamed(field, same)) {
          Optional<String> wrong = field(written, field, read, same);
          if (wrong.isPresent()) {
            return wrong.map(what -> field.getName() + ": " + what);
          }
        }
      }
    }
    return Optional.empty();
  }

  private boolean isNamed(FieldDescriptor field, FieldDescriptor same) {
    return format == Format.WIRE
        ? same.getName().equals(field.getName())
        : FieldReadings.knows(same, field.getJsonName());
  }

  private Optional<String> field(
      Message written, FieldDescriptor field, Message read, FieldDescriptor same) {
    if (field.isMapField() && same.isMapField()) {
      return maps(entries(written, field), entries(read, same));
    }
    if (!field.isRepeated() && !same.isRepeated()) {
      return single(written, field, read, same);
    }
    List<Object> from = values(written, field);
    List<Object> to = values(read, same);
    if (same.isMapField() && entries(read, same).size() != from.size()) {
      return Optional.of("a map keeps one entry of a key");
    }
    if (from.size() != to.size()) {
      return Optional.of(from.size() + " values became " + to.size());
    }
    for (int i = 0; i < from.size(); i++) {
      Optional<String> wrong = value(field, from.get(i), same, to.get(i));
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return Optional.empty();
  }

  private static List<Object> values(Message message, FieldDescriptor field) {
    if (field.isRepeated()) {
      return List.copyOf((List<?>) message.getField(field));
    }
    return !field.hasPresence() || message.hasField(field)
        ? List.of(message.getField(field))
        : List.of();
  }

  private Optional<String> single(
      Message written, FieldDescriptor field, Message read, FieldDescriptor same) {
    boolean messages = isMessage(field) && isMessage(same);
    if (messages && written.hasField(field) != read.hasField(same)) {
      return Optional.of("a message came or went");
    }
    if (messages && !written.hasField(field)) {
      return Optional.empty();
    }
    boolean absent =
        !messages
            && field.hasPresence()
            && !written.hasField(field)
            && !(same.hasPresence() && read.hasField(same));
    if (absent && !isMessage(field) && !isMessage(same)) {
      String from = FieldReadings.defaultOf(field);
      String to = FieldReadings.defaultOf(same);
      return from.equals(to) ? Optional.empty() : Optional.of(from + " became " + to);
    }
    if (isMessage(field) != isMessage(same)) {
      return !field.hasPresence() || written.hasField(field)
          ? wrapped(written.getField(field), read.getField(same))
          : Optional.empty();
    }
    return value(field, written.getField(field), same, read.getField(same));
  }

  private Optional<String> wrapped(Object written, Object read) {
    return format != Format.WIRE && unwrapped(written).equals(unwrapped(read))
        ? Optional.empty()
        : Optional.of("a message is no single value");
  }

  private static String unwrapped(Object value) {
    return value instanceof Message message
            && JsonShape.of(message.getDescriptorForType()) == JsonShape.WRAPPER
        ? String.valueOf(message.getField(JsonShape.wrapped(message.getDescriptorForType())))
        : String.valueOf(value);
  }

  private Map<String, List<Object>> entries(Message message, FieldDescriptor map) {
    Map<String, List<Object>> entries = new LinkedHashMap<>();
    for (Object element : (List<?>) message.getField(map)) {
      Message entry = (Message) element;
      FieldDescriptor key = entry.getDescriptorForType().findFieldByNumber(1);
      FieldDescriptor value = entry.getDescriptorForType().findFieldByNumber(2);
      entries.put(text(key, entry.getField(key)), List.of(value, entry.getField(value)));
    }
    return entries;
  }

  private Optional<String> maps(Map<String, List<Object>> from, Map<String, List<Object>> to) {
    if (!from.keySet().equals(to.keySet())) {
      return Optional.of("keys " + from.keySet() + " became " + to.keySet());
    }
    return from.entrySet().stream()
        .map(
            entry ->
                value(
                    (FieldDescriptor) entry.getValue().get(0),
                    entry.getValue().get(1),
                    (FieldDescriptor) to.get(entry.getKey()).get(0),
                    to.get(entry.getKey()).get(1)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> value(
      FieldDescriptor field, Object written, FieldDescriptor same, Object read) {
    if (written instanceof Message from && read instanceof Message to) {
      return compare(from, to);
    }
    if (written instanceof Message || read instanceof Message) {
      return wrapped(written, read);
    }
    if (written instanceof EnumValueDescriptor from && read instanceof EnumValueDescriptor to) {
      return enums(from, to);
    }
    if (format != Format.WIRE
        && same.getJavaType() == JavaType.STRING
        && field.getJavaType() != JavaType.STRING) {
      // JsonFormat takes numbers and truth values for text; the JSON mapping has them refused.
      return Optional.of("no text became text");
    }
    return text(field, written).equals(text(same, read))
        ? Optional.empty()
        : Optional.of(text(field, written) + " became " + text(same, read));
  }

  /** By name where the reader has the name; a number it knows by another name is a renamed one. */
  private static Optional<String> enums(EnumValueDescriptor from, EnumValueDescriptor to) {
    EnumValueDescriptor named = to.getType().findValueByName(from.getName());
    boolean same =
        named == null ? from.getNumber() == to.getNumber() : named.getNumber() == to.getNumber();
    return same ? Optional.empty() : Optional.of(from.getName() + " became " + to.getName());
  }

  private static boolean isMessage(FieldDescriptor field) {
    return field.getJavaType() == JavaType.MESSAGE;
  }

  /** A value in words that are equal when the values are. */
  private static String text(FieldDescriptor field, Object value) {
    if (value instanceof EnumValueDescriptor number) {
      return String.valueOf(number.getNumber());
    }
    if (value instanceof Boolean flag) {
      return flag ? "1" : "0";
    }
    if (value instanceof ByteString bytes) {
      return bytes.isValidUtf8()
          ? bytes.toStringUtf8()
          : java.util.HexFormat.of().formatHex(bytes.toByteArray());
    }
    return switch (field.getType()) {
      case UINT32, FIXED32 -> Integer.toUnsignedString((Integer) value);
      case UINT64, FIXED64 -> Long.toUnsignedString((Long) value);
      case FLOAT, DOUBLE -> plain(String.valueOf(value));
      default -> String.valueOf(value);
    };
  }

  private static String plain(String number) {
    return number.matches(".*(NaN|Infinity)")
        ? number
        : new BigDecimal(number).stripTrailingZeros().toPlainString();
  }
}
