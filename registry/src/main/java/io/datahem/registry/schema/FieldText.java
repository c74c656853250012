package io.datahem.registry.schema;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Fields, oneofs and extensions as source. */
final class FieldText {
  private final FileDescriptorProto file;
  private final OptionsText options;
  private final Lines out;
  private final Consumer<DescriptorProto> body;

  FieldText(
      FileDescriptorProto file, OptionsText options, Lines out, Consumer<DescriptorProto> body) {
    this.file = file;
    this.options = options;
    this.out = out;
    this.body = body;
  }

  /**
   * Writes types with the fields and extensions beside them. The order of types is part of a
   * schema: events name their type by it. A map or a group makes its type where it stands, so what
   * is in front of such a type is written first.
   *
   * @param message the message that all are in; null for a file's types and extensions
   * @param whole writes a type that stands by itself
   */
  void members(
      @Nullable DescriptorProto message,
      List<DescriptorProto> types,
      List<FieldDescriptorProto> extensions,
      Consumer<DescriptorProto> whole) {
    List<FieldDescriptorProto> fields = message == null ? List.of() : message.getFieldList();
    Map<String, Integer> byField = owners(fields, types);
    Map<String, Integer> byExtension = owners(extensions, types);
    int nextField = 0;
    int nextExtension = 0;
    for (DescriptorProto type : types) {
      @Nullable Integer field = byField.get(type.getName());
      @Nullable Integer extension = byExtension.get(type.getName());
      if (field != null && message != null) {
        nextField = fields(message, nextField, field + 1);
      } else if (extension != null) {
        nextExtension = extensions(extensions, nextExtension, extension + 1, types);
      } else {
        whole.accept(type);
      }
    }
    if (message != null) {
      fields(message, nextField, fields.size());
    }
    extensions(extensions, nextExtension, extensions.size(), types);
  }

  /** Which field makes a type, by the type's name. */
  private static Map<String, Integer> owners(
      List<FieldDescriptorProto> fields, List<DescriptorProto> types) {
    Map<String, DescriptorProto> byName = new HashMap<>();
    types.forEach(type -> byName.put(type.getName(), type));
    Map<String, Integer> owners = new HashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      FieldDescriptorProto field = fields.get(i);
      DescriptorProto type = byName.get(lastName(field.getTypeName()));
      if (type != null && makes(field, type)) {
        owners.putIfAbsent(type.getName(), i);
      }
    }
    return owners;
  }

  private static boolean makes(FieldDescriptorProto field, DescriptorProto type) {
    return field.getType() == FieldDescriptorProto.Type.TYPE_GROUP
        || (field.getType() == FieldDescriptorProto.Type.TYPE_MESSAGE
            && type.getOptions().getMapEntry());
  }

  /** Writes fields from one index to another, a oneof as a whole; returns where it came to. */
  private int fields(DescriptorProto message, int from, int to) {
    int next = from;
    while (next < to) {
      FieldDescriptorProto field = message.getField(next);
      if (!isOfOneof(field)) {
        field(field, message.getNestedTypeList());
        next++;
      } else {
        oneof(message, field.getOneofIndex());
        while (next < message.getFieldCount()
            && isOfOneof(message.getField(next))
            && message.getField(next).getOneofIndex() == field.getOneofIndex()) {
          next++;
        }
      }
    }
    return next;
  }

  private static boolean isOfOneof(FieldDescriptorProto field) {
    return field.hasOneofIndex() && !field.getProto3Optional();
  }

  private void oneof(DescriptorProto message, int index) {
    out.open("oneof " + message.getOneofDecl(index).getName() + " {");
    for (String option : options.of(message.getOneofDecl(index).getOptions())) {
      out.line("option " + option + ";");
    }
    for (FieldDescriptorProto field : message.getFieldList()) {
      if (isOfOneof(field) && field.getOneofIndex() == index) {
        field(field, message.getNestedTypeList());
      }
    }
    out.close("}");
  }

  /** Extensions, those of one type that follow each other in one block. */
  private int extensions(
      List<FieldDescriptorProto> extensions, int from, int to, List<DescriptorProto> types) {
    String open = "";
    for (FieldDescriptorProto extension : extensions.subList(from, to)) {
      if (!extension.getExtendee().equals(open)) {
        if (!open.isEmpty()) {
          out.close("}");
        }
        out.gap();
        open = extension.getExtendee();
        out.open("extend " + open + " {");
      }
      field(extension, types);
    }
    if (!open.isEmpty()) {
      out.close("}");
    }
    return to;
  }

  private void field(FieldDescriptorProto field, List<DescriptorProto> types) {
    DescriptorProto entry = find(field, types);
    if (entry != null && entry.getOptions().getMapEntry()) {
      String map = "map<" + type(entry.getField(0)) + ", " + type(entry.getField(1)) + "> ";
      out.line(map + field.getName() + " = " + field.getNumber() + attributes(field) + ";");
    } else if (entry != null && field.getType() == FieldDescriptorProto.Type.TYPE_GROUP) {
      out.open(
          label(field)
              + "group "
              + entry.getName()
              + " = "
              + field.getNumber()
              + attributes(field)
              + " {");
      body.accept(entry);
      out.close("}");
    } else {
      out.line(
          label(field)
              + type(field)
              + " "
              + field.getName()
              + " = "
              + field.getNumber()
              + attributes(field)
              + ";");
    }
  }

  /** The type among those beside a field, when it could be written with the field. */
  private static @Nullable DescriptorProto find(
      FieldDescriptorProto field, List<DescriptorProto> types) {
    if (field.getType() != FieldDescriptorProto.Type.TYPE_MESSAGE
        && field.getType() != FieldDescriptorProto.Type.TYPE_GROUP) {
      return null;
    }
    String name = lastName(field.getTypeName());
    return types.stream()
        .filter(type -> type.getName().equals(name))
        .filter(
            type ->
                field.getType() == FieldDescriptorProto.Type.TYPE_GROUP
                    || type.getOptions().getMapEntry())
        .findFirst()
        .orElse(null);
  }

  private static String lastName(String typeName) {
    return typeName.substring(typeName.lastIndexOf('.') + 1);
  }

  private String label(FieldDescriptorProto field) {
    if (field.getLabel() == FieldDescriptorProto.Label.LABEL_REPEATED) {
      return "repeated ";
    }
    if (field.getProto3Optional()) {
      return "optional ";
    }
    boolean proto2 = file.getSyntax().isEmpty() || file.getSyntax().equals("proto2");
    if (!proto2 || field.hasOneofIndex()) {
      return "";
    }
    return field.getLabel() == FieldDescriptorProto.Label.LABEL_REQUIRED
        ? "required "
        : "optional ";
  }

  private static String type(FieldDescriptorProto field) {
    return switch (field.getType()) {
      case TYPE_MESSAGE, TYPE_GROUP, TYPE_ENUM -> field.getTypeName();
      default -> field.getType().name().substring("TYPE_".length()).toLowerCase(Locale.ROOT);
    };
  }

  private String attributes(FieldDescriptorProto field) {
    List<String> attributes = new ArrayList<>();
    if (field.hasDefaultValue()) {
      attributes.add("default = " + defaultValue(field));
    }
    boolean named =
        field.hasJsonName()
            && !field.hasExtendee()
            && !field.getJsonName().equals(CanonicalProto.jsonName(field.getName()));
    if (named) {
      attributes.add("json_name = " + OptionsText.quoted(field.getJsonName()));
    }
    attributes.addAll(options.of(field.getOptions()));
    return ProtoText.bracketed(attributes);
  }

  private static String defaultValue(FieldDescriptorProto field) {
    return switch (field.getType()) {
      case TYPE_STRING -> OptionsText.quoted(field.getDefaultValue());
      // Escaped in the descriptor already.
      case TYPE_BYTES -> '"' + field.getDefaultValue() + '"';
      default -> field.getDefaultValue();
    };
  }
}
