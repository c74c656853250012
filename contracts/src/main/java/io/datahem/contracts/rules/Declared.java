package io.datahem.contracts.rules;

import build.buf.validate.FieldRules;
import build.buf.validate.MessageRules;
import build.buf.validate.OneofRules;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules as they stand in descriptors: as extensions, which are read from the options' unknown
 * fields.
 */
final class Declared {
  private static final int OPTION = 1159;

  /** Rules that a contract declares of its own start here; below are protovalidate's. */
  private static final int OWN = 1_000;

  static FieldRules of(FieldDescriptor field) {
    try {
      return FieldRules.parseFrom(bytes(field.getOptions().getUnknownFields()));
    } catch (InvalidProtocolBufferException e) {
      throw unreadable(field, e);
    }
  }

  static MessageRules of(Descriptor message) {
    try {
      return MessageRules.parseFrom(bytes(message.getOptions().getUnknownFields()));
    } catch (InvalidProtocolBufferException e) {
      throw unreadable(message, e);
    }
  }

  static boolean isRequired(OneofDescriptor oneof) {
    try {
      return OneofRules.parseFrom(bytes(oneof.getOptions().getUnknownFields())).getRequired();
    } catch (InvalidProtocolBufferException e) {
      throw unreadable(oneof, e);
    }
  }

  /** Refuses rules of a newer protovalidate: nothing here would check them. */
  static void checkKnown(GenericDescriptor element, UnknownFieldSet unknown) {
    for (int number : unknown.asMap().keySet()) {
      if (number < OWN) {
        throw new IllegalArgumentException(
            "Cannot check the rules of "
                + element.getFullName()
                + ": rule number "
                + number
                + " is of a newer protovalidate than is used here");
      }
    }
  }

  private static ByteString bytes(UnknownFieldSet options) {
    return ByteString.copyFrom(options.getField(OPTION).getLengthDelimitedList());
  }

  private static IllegalArgumentException unreadable(
      GenericDescriptor element, InvalidProtocolBufferException e) {
    return new IllegalArgumentException(
        "Cannot read the rules of " + element.getFullName() + ": " + e.getMessage(), e);
  }

  /** Every message type that a message holds, itself first, and the types that each holds. */
  static Map<Descriptor, Set<Descriptor>> types(Descriptor message) {
    Map<Descriptor, Set<Descriptor>> types = new LinkedHashMap<>();
    Deque<Descriptor> toVisit = new ArrayDeque<>(List.of(message));
    while (!toVisit.isEmpty()) {
      Descriptor type = toVisit.removeFirst();
      if (types.containsKey(type)) {
        continue;
      }
      Set<Descriptor> held = new HashSet<>();
      for (FieldDescriptor field : type.getFields()) {
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
          held.add(field.getMessageType());
        }
      }
      types.put(type, held);
      toVisit.addAll(held);
    }
    return types;
  }

  /** True when a message itself, one of its fields or of its oneofs carries rules. */
  static boolean hasOwn(Descriptor message) {
    return message.getOptions().getUnknownFields().hasField(OPTION)
        || message.getFields().stream().anyMatch(Declared::isOn)
        || message.getRealOneofs().stream()
            .anyMatch(oneof -> oneof.getOptions().getUnknownFields().hasField(OPTION));
  }

  private static boolean isOn(FieldDescriptor field) {
    return field.getOptions().getUnknownFields().hasField(OPTION);
  }

  private Declared() {}
}
