package io.datahem.registry.schema;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

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

  /** Whether a type is the group of one of these fields, with which it is written. */
  boolean isGroupOf(DescriptorProto type, List<FieldDescriptorProto> fields) {
    return fields.stream()
        .anyMatch(
            field ->
                field.getType() == FieldDescriptorProto.Type.TYPE_GROUP
                    && lastName(field.getTypeName()).equals(type.getName()));
  }

  void of(DescriptorProto message) {
    Set<Integer> written = new HashSet<>();
    for (FieldDescriptorProto field : message.getFieldList()) {
      if (!field.hasOneofIndex() || field.getProto3Optional()) {
        field(field, message.getNestedTypeList());
      } else if (written.add(field.getOneofIndex())) {
        oneof(message, field.getOneofIndex());
      }
    }
  }

  private void oneof(DescriptorProto message, int index) {
    out.open("oneof " + message.getOneofDecl(index).getName() + " {");
    for (String option : options.of(message.getOneofDecl(index).getOptions())) {
      out.line("option " + option + ";");
    }
    for (FieldDescriptorProto field : message.getFieldList()) {
      if (field.hasOneofIndex() && field.getOneofIndex() == index && !field.getProto3Optional()) {
        field(field, message.getNestedTypeList());
      }
    }
    out.close("}");
  }

  /** Extensions, those of one type that follow each other in one block. */
  void extensions(List<FieldDescriptorProto> extensions, List<DescriptorProto> types) {
    String open = "";
    for (FieldDescriptorProto extension : extensions) {
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
  private static @org.jspecify.annotations.Nullable DescriptorProto find(
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
