package io.datahem.contracts.compatibility;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What protovalidate's options ask of a value, by the names of its rules: {@code gte}, {@code
 * items.min_len}. The type that a rule is written for is left out, so that those of an int32 and of
 * an int64 compare. They are read by the declaration that the schema itself imports.
 */
final class Constraints {
  static final int NUMBER = 1159;
  private static final String FILE = "buf/validate/validate.proto";

  private Constraints() {}

  static Map<String, Object> of(FieldDescriptor field) {
    Map<String, Object> constraints = new TreeMap<>();
    Message rules = rules(field.getOptions().getUnknownFields(), field, "FieldRules");
    if (rules != null && !"IGNORE_ALWAYS".equals(ignored(rules))) {
      flatten(rules, "", constraints);
    }
    return constraints;
  }

  /** Those of a message as a whole, and of which of its oneofs one member has to be set. */
  static Map<String, Object> of(Descriptor message) {
    Map<String, Object> constraints = new TreeMap<>();
    Message rules = rules(message.getOptions().getUnknownFields(), message, "MessageRules");
    if (rules != null) {
      flatten(rules, "", constraints);
    }
    for (OneofDescriptor oneof : message.getRealOneofs()) {
      Message required = rules(oneof.getOptions().getUnknownFields(), oneof, "OneofRules");
      if (required != null) {
        flatten(required, "oneof " + oneof.getName() + " ", constraints);
      }
    }
    return constraints;
  }

  private static String ignored(Message rules) {
    FieldDescriptor ignore = rules.getDescriptorForType().findFieldByName("ignore");
    return ignore == null ? "" : String.valueOf(rules.getField(ignore));
  }

  private static void flatten(Message rules, String prefix, Map<String, Object> into) {
    for (Map.Entry<FieldDescriptor, Object> each : rules.getAllFields().entrySet()) {
      FieldDescriptor rule = each.getKey();
      String name = prefix + rule.getName();
      if (rule.getName().equals("example")) {
        continue;
      }
      if (rule.getJavaType() == JavaType.MESSAGE && !rule.isRepeated() && !isValue(rule)) {
        boolean ofType = rule.getRealContainingOneof() != null;
        flatten((Message) each.getValue(), ofType ? prefix : name + ".", into);
      } else if (rule.isRepeated()) {
        into.put(name, texts((List<?>) each.getValue()));
      } else {
        into.put(name, text(each.getValue()));
      }
    }
    // Rules that a contract declares of its own.
    if (!rules.getUnknownFields().asMap().isEmpty()) {
      into.put(prefix + "predefined", text(rules.getUnknownFields().toByteString()));
    }
  }

  /** A bound, not rules of its own. */
  private static boolean isValue(FieldDescriptor rule) {
    return rule.getMessageType().getFile().getPackage().equals("google.protobuf");
  }

  private static Set<String> texts(List<?> values) {
    Set<String> texts = new HashSet<>();
    values.forEach(value -> texts.add(text(value)));
    return texts;
  }

  private static String text(Object value) {
    if (value instanceof Message message) {
      return Moments.isOne(message) ? Moments.text(message) : message.toString().strip();
    }
    if (value instanceof ByteString bytes) {
      return java.util.HexFormat.of().formatHex(bytes.toByteArray());
    }
    return value instanceof EnumValueDescriptor named ? named.getName() : String.valueOf(value);
  }

  private static @Nullable Message rules(
      UnknownFieldSet options, GenericDescriptor element, String type) {
    List<ByteString> values = options.getField(NUMBER).getLengthDelimitedList();
    Descriptor declared = values.isEmpty() ? null : find(element.getFile(), type);
    if (declared == null) {
      return null;
    }
    try {
      return DynamicMessage.parseFrom(declared, ByteString.copyFrom(values));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "Cannot read the validation of " + element.getFullName() + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable Descriptor find(FileDescriptor from, String name) {
    Deque<FileDescriptor> toVisit = new ArrayDeque<>(List.of(from));
    Set<String> visited = new HashSet<>();
    while (!toVisit.isEmpty()) {
      FileDescriptor file = toVisit.removeFirst();
      if (file.getName().equals(FILE)) {
        return file.findMessageTypeByName(name);
      }
      if (visited.add(file.getName())) {
        toVisit.addAll(file.getDependencies());
      }
    }
    return null;
  }
}
