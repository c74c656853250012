package io.datahem.contracts.options;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of one element as they stand in its descriptor: both families are extensions, so they
 * are read from the unknown fields of the descriptor's options, the typed family by the declaration
 * that the contract itself imports.
 */
final class RawOptions {
  static final int DATAHEM_FIRST = 66666667;
  static final int DATAHEM_LAST = 66666680;
  static final int TYPED = 66666700;
  private static final String TYPED_FILE = "datahem/contract.proto";

  private final UnknownFieldSet options;
  private final @Nullable DynamicMessage typed;

  private RawOptions(UnknownFieldSet options, @Nullable DynamicMessage typed) {
    this.options = options;
    this.typed = typed;
  }

  static RawOptions of(Descriptor message) {
    UnknownFieldSet options = message.getOptions().getUnknownFields();
    return new RawOptions(options, typed(options, message, "StreamOptions"));
  }

  static RawOptions of(FieldDescriptor field) {
    UnknownFieldSet options = field.getOptions().getUnknownFields();
    return new RawOptions(options, typed(options, field, "ColumnOptions"));
  }

  /** True when a field sets no option but protobuf's own: read first, as it is the usual case. */
  static boolean hasNone(FieldDescriptor field) {
    return field.getOptions().getUnknownFields().asMap().isEmpty();
  }

  /** True when the element carries any option of either family. */
  boolean isPresent() {
    if (typed != null) {
      return true;
    }
    for (int number = DATAHEM_FIRST; number <= DATAHEM_LAST; number++) {
      if (options.hasField(number)) {
        return true;
      }
    }
    return false;
  }

  boolean hasTyped() {
    return typed != null;
  }

  /** A DataHem string, the last when it is set more than once. */
  Optional<String> text(int number) {
    List<ByteString> values = options.getField(number).getLengthDelimitedList();
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(values.get(values.size() - 1).toStringUtf8());
  }

  /** The typed option, for reading its members. */
  Optional<Typed> typed() {
    return Optional.ofNullable(typed).map(Typed::new);
  }

  private static @Nullable DynamicMessage typed(
      UnknownFieldSet options, GenericDescriptor element, String name) {
    List<ByteString> values = options.getField(TYPED).getLengthDelimitedList();
    if (values.isEmpty()) {
      return null;
    }
    Descriptor type = find(element.getFile(), name);
    if (type == null) {
      return null;
    }
    try {
      return DynamicMessage.parseFrom(type, ByteString.copyFrom(values));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "Cannot read the option of " + element.getFullName() + ": " + e.getMessage(), e);
    }
  }

  /** A type of the typed family, as the contract imports it; a file that looks alike is not it. */
  private static @Nullable Descriptor find(FileDescriptor from, String name) {
    Deque<FileDescriptor> toVisit = new ArrayDeque<>(List.of(from));
    Set<String> visited = new HashSet<>();
    while (!toVisit.isEmpty()) {
      FileDescriptor file = toVisit.removeFirst();
      if (file.getName().equals(TYPED_FILE)) {
        return file.findMessageTypeByName(name);
      }
      if (visited.add(file.getName())) {
        toVisit.addAll(file.getDependencies());
      }
    }
    return null;
  }

  /** The typed option's members, by number. A member that an older declaration lacks is absent. */
  static final class Typed {
    private final DynamicMessage message;

    Typed(DynamicMessage message) {
      this.message = message;
    }

    String text(int number) {
      FieldDescriptor field = message.getDescriptorForType().findFieldByNumber(number);
      return field == null ? "" : (String) message.getField(field);
    }

    Optional<String> optionalText(int number) {
      return has(number) ? Optional.of(text(number)) : Optional.empty();
    }

    boolean flag(int number) {
      FieldDescriptor field = message.getDescriptorForType().findFieldByNumber(number);
      return field != null && (Boolean) message.getField(field);
    }

    double number(int number) {
      FieldDescriptor field = message.getDescriptorForType().findFieldByNumber(number);
      return field == null ? 0 : (Double) message.getField(field);
    }

    int integer(int number) {
      FieldDescriptor field = message.getDescriptorForType().findFieldByNumber(number);
      return field == null ? 0 : (Integer) message.getField(field);
    }

    List<String> texts(int number) {
      FieldDescriptor field = message.getDescriptorForType().findFieldByNumber(number);
      return field == null
          ? List.of()
          : ((List<?>) message.getField(field)).stream().map(String.class::cast).toList();
    }

    String enumName(int number) {
      FieldDescriptor field = message.getDescriptorForType().findFieldByNumber(number);
      return field == null
          ? ""
          : ((com.google.protobuf.Descriptors.EnumValueDescriptor) message.getField(field))
              .getName();
    }

    Optional<Typed> member(int number) {
      FieldDescriptor field = message.getDescriptorForType().findFieldByNumber(number);
      return field != null && message.hasField(field)
          ? Optional.of(new Typed((DynamicMessage) message.getField(field)))
          : Optional.empty();
    }

    boolean has(int number) {
      FieldDescriptor field = message.getDescriptorForType().findFieldByNumber(number);
      if (field == null) {
        return false;
      }
      return field.isRepeated()
          ? message.getRepeatedFieldCount(field) > 0
          : message.hasField(field);
    }
  }
}
