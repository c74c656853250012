package io.datahem.registry.schema;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Options as {@code name = value}, those of extensions by what a file and its imports declare. */
final class OptionsText {
  private static final String DECLARING_FILE = "google/protobuf/descriptor.proto";

  private final ExtensionRegistry extensions = ExtensionRegistry.newInstance();
  private final Map<String, Descriptor> optionTypes = new HashMap<>();

  OptionsText(FileDescriptor file) {
    Deque<FileDescriptor> toVisit = new ArrayDeque<>(List.of(file));
    Set<String> visited = new HashSet<>();
    while (!toVisit.isEmpty()) {
      FileDescriptor next = toVisit.removeFirst();
      if (visited.add(next.getName())) {
        declare(next);
        toVisit.addAll(next.getDependencies());
      }
    }
  }

  private void declare(FileDescriptor file) {
    if (file.getName().equals(DECLARING_FILE)) {
      file.getMessageTypes().forEach(type -> optionTypes.put(type.getFullName(), type));
    }
    file.getExtensions().forEach(this::declare);
    Deque<Descriptor> messages = new ArrayDeque<>(file.getMessageTypes());
    while (!messages.isEmpty()) {
      Descriptor message = messages.removeFirst();
      message.getExtensions().forEach(this::declare);
      messages.addAll(message.getNestedTypes());
    }
  }

  private void declare(FieldDescriptor extension) {
    if (extension.getJavaType() == JavaType.MESSAGE) {
      extensions.add(extension, DynamicMessage.getDefaultInstance(extension.getMessageType()));
    } else {
      extensions.add(extension);
    }
  }

  /**
   * Every option, in the order of numbers.
   *
   * @throws InvalidSchemaException when one is declared nowhere
   */
  List<String> of(Message options) {
    Descriptor type =
        optionTypes.getOrDefault(
            options.getDescriptorForType().getFullName(), options.getDescriptorForType());
    DynamicMessage known;
    try {
      known = DynamicMessage.parseFrom(type, options.toByteString(), extensions);
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidSchemaException(
          "Cannot read an option: it is not of the type that it is declared with.");
    }
    known.getUnknownFields().asMap().keySet().stream()
        .findFirst()
        .ifPresent(
            number -> {
              throw new InvalidSchemaException(
                  "Cannot read option "
                      + number
                      + " of "
                      + type.getFullName()
                      + ": no import declares it.");
            });
    List<String> entries = new ArrayList<>();
    known.getAllFields().forEach((field, value) -> add(field, value, entries));
    return entries;
  }

  private static void add(FieldDescriptor field, Object value, List<String> entries) {
    String name = field.isExtension() ? "(." + field.getFullName() + ")" : field.getName();
    if (value instanceof List<?> values) {
      values.forEach(one -> entries.add(name + " = " + value(one)));
    } else {
      entries.add(name + " = " + value(value));
    }
  }

  private static String value(Object value) {
    if (value instanceof Message message) {
      return "{" + TextFormat.printer().emittingSingleLine(true).printToString(message) + "}";
    }
    if (value instanceof EnumValueDescriptor constant) {
      return constant.getName();
    }
    if (value instanceof ByteString bytes) {
      return '"' + TextFormat.escapeBytes(bytes) + '"';
    }
    if (value instanceof String text) {
      return quoted(text);
    }
    if (value instanceof Float || value instanceof Double) {
      return value.toString().replace("Infinity", "inf").replace("NaN", "nan");
    }
    return value.toString();
  }

  /** A string literal. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ' || c == 0x7f) {
            quoted.append(String.format("\\%03o", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
