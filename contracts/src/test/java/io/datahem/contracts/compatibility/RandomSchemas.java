package io.datahem.contracts.compatibility;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto.ReservedRange;
import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumOptions;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FeatureSet;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Schemas by chance, and schemas that differ from them by a change or two. */
final class RandomSchemas {
  private static final List<FieldDescriptorProto.Type> SCALARS =
      List.of(FieldDescriptorProto.Type.values()).stream()
          .filter(
              type ->
                  type != FieldDescriptorProto.Type.TYPE_GROUP
                      && type != FieldDescriptorProto.Type.TYPE_MESSAGE)
          .toList();
  private static final List<String> MESSAGES = List.of("Order", "Line", "Part");
  private static final List<String> ENUMS = List.of("State", "Color");
  private static final int FIELDS = 6;

  private final Random random;

  RandomSchemas(Random random) {
    this.random = random;
  }

  /** A schema; three messages, two enums. */
  FileDescriptorProto schema() {
    FileDescriptorProto.Builder file =
        FileDescriptorProto.newBuilder().setName("contract.proto").setPackage("shop.v1");
    switch (random.nextInt(3)) {
      case 0 -> file.setSyntax("proto2");
      case 1 -> file.setSyntax("proto3");
      default -> file.setSyntax("editions").setEdition(Edition.EDITION_2023);
    }
    for (String name : ENUMS) {
      file.addEnumType(enumType(name));
    }
    for (int i = 0; i < MESSAGES.size(); i++) {
      file.addMessageType(message(file, i));
    }
    return file.build();
  }

  private EnumDescriptorProto enumType(String name) {
    EnumDescriptorProto.Builder type = EnumDescriptorProto.newBuilder().setName(name);
    for (int i = 0; i < 3; i++) {
      type.addValue(value(name.toUpperCase(Locale.ROOT) + "_" + i, i));
    }
    return type.build();
  }

  private static EnumValueDescriptorProto value(String name, int number) {
    return EnumValueDescriptorProto.newBuilder().setName(name).setNumber(number).build();
  }

  private DescriptorProto message(FileDescriptorProto.Builder file, int index) {
    DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(MESSAGES.get(index));
    boolean oneof = random.nextBoolean();
    if (oneof) {
      message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("choice"));
    }
    for (int number = 1; number <= FIELDS; number++) {
      if (oneof && number <= 2) {
        message.addField(
            field(file, number, index)
                .clearLabel()
                .setLabel(Label.LABEL_OPTIONAL)
                .setOneofIndex(0)
                .clearOptions()
                .clearDefaultValue());
      } else if (number == FIELDS && random.nextBoolean()) {
        addMap(file, message, number, index);
      } else {
        message.addField(field(file, number, index));
      }
    }
    return presence(file, message).build();
  }

  /** Oneofs of one, which is how proto3 says optional. */
  private DescriptorProto.Builder presence(
      FileDescriptorProto.Builder file, DescriptorProto.Builder message) {
    for (FieldDescriptorProto.Builder field : message.getFieldBuilderList()) {
      if (file.getSyntax().equals("proto3")
          && field.getLabel() == Label.LABEL_OPTIONAL
          && field.getType() != FieldDescriptorProto.Type.TYPE_MESSAGE
          && !field.hasOneofIndex()
          && random.nextInt(3) == 0) {
        field.setProto3Optional(true).setOneofIndex(message.getOneofDeclCount());
        message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("_" + field.getName()));
      }
    }
    return message;
  }

  private FieldDescriptorProto.Builder field(
      FileDescriptorProto.Builder file, int number, int message) {
    FieldDescriptorProto.Builder field =
        FieldDescriptorProto.newBuilder()
            .setName("field_" + (char) ('a' + number))
            .setNumber(number)
            .setLabel(random.nextInt(4) == 0 ? Label.LABEL_REPEATED : Label.LABEL_OPTIONAL);
    retype(field, message);
    features(file, field);
    return field;
  }

  /** Messages hold later ones alone: events end. */
  private void retype(FieldDescriptorProto.Builder field, int message) {
    field.clearTypeName().clearDefaultValue();
    if (random.nextInt(4) == 0 && message + 1 < MESSAGES.size()) {
      int later = message + 1 + random.nextInt(MESSAGES.size() - message - 1);
      field
          .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
          .setTypeName(".shop.v1." + MESSAGES.get(later));
      return;
    }
    field.setType(SCALARS.get(random.nextInt(SCALARS.size())));
    if (field.getType() == FieldDescriptorProto.Type.TYPE_ENUM) {
      field.setTypeName(".shop.v1." + ENUMS.get(random.nextInt(ENUMS.size())));
    }
  }

  private void features(FileDescriptorProto.Builder file, FieldDescriptorProto.Builder field) {
    boolean number =
        field.getType() == FieldDescriptorProto.Type.TYPE_INT32
            || field.getType() == FieldDescriptorProto.Type.TYPE_SINT64;
    if (file.getSyntax().equals("proto2")) {
      if (number && field.getLabel() == Label.LABEL_OPTIONAL && random.nextBoolean()) {
        field.setDefaultValue(String.valueOf(random.nextInt(3)));
      } else if (field.getLabel() == Label.LABEL_OPTIONAL && random.nextInt(6) == 0) {
        field.setLabel(Label.LABEL_REQUIRED);
      }
      return;
    }
    if (file.getSyntax().equals("editions") && !field.hasOneofIndex()) {
      FeatureSet.Builder features = FeatureSet.newBuilder();
      if (field.getType() == FieldDescriptorProto.Type.TYPE_MESSAGE && random.nextInt(3) == 0) {
        features.setMessageEncoding(FeatureSet.MessageEncoding.DELIMITED);
      } else if (field.getType() != FieldDescriptorProto.Type.TYPE_MESSAGE
          && field.getLabel() == Label.LABEL_OPTIONAL
          && random.nextBoolean()) {
        features.setFieldPresence(
            random.nextInt(4) == 0
                ? FeatureSet.FieldPresence.LEGACY_REQUIRED
                : FeatureSet.FieldPresence.IMPLICIT);
      } else if (field.getType() == FieldDescriptorProto.Type.TYPE_INT32
          && field.getLabel() == Label.LABEL_REPEATED) {
        features.setRepeatedFieldEncoding(FeatureSet.RepeatedFieldEncoding.EXPANDED);
      }
      field.setOptions(FieldOptions.newBuilder().setFeatures(features));
    }
  }

  private void addMap(
      FileDescriptorProto.Builder file, DescriptorProto.Builder message, int number, int index) {
    String name = "field_" + (char) ('a' + number);
    String entry = "Field" + (char) ('A' + number) + "Entry";
    List<FieldDescriptorProto.Type> keys =
        List.of(
            FieldDescriptorProto.Type.TYPE_STRING,
            FieldDescriptorProto.Type.TYPE_INT32,
            FieldDescriptorProto.Type.TYPE_INT64,
            FieldDescriptorProto.Type.TYPE_BOOL);
    FieldDescriptorProto.Builder value = field(file, 2, index);
    value.setName("value").setLabel(Label.LABEL_OPTIONAL).clearOptions().clearDefaultValue();
    message.addNestedType(
        DescriptorProto.newBuilder()
            .setName(entry)
            .setOptions(MessageOptions.newBuilder().setMapEntry(true))
            .addField(
                FieldDescriptorProto.newBuilder()
                    .setName("key")
                    .setNumber(1)
                    .setLabel(Label.LABEL_OPTIONAL)
                    .setType(keys.get(random.nextInt(keys.size()))))
            .addField(value));
    message.addField(
        FieldDescriptorProto.newBuilder()
            .setName(name)
            .setNumber(number)
            .setLabel(Label.LABEL_REPEATED)
            .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
            .setTypeName(".shop.v1." + message.getName() + "." + entry));
  }

  /** The schema after one or two changes. */
  FileDescriptorProto mutated(FileDescriptorProto schema) {
    FileDescriptorProto.Builder file = schema.toBuilder();
    for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
      switch (random.nextInt(8)) {
        case 0 -> enumChange(file.getEnumTypeBuilder(random.nextInt(ENUMS.size())), file);
        case 1 -> syntax(file);
        case 2 -> messageChange(file);
        default -> {
          int index = random.nextInt(file.getMessageTypeCount());
          DescriptorProto.Builder message = file.getMessageTypeBuilder(index);
          if (message.getFieldCount() > 0) {
            fieldChange(file, message, random.nextInt(message.getFieldCount()));
          }
        }
      }
    }
    return file.build();
  }

  private void fieldChange(
      FileDescriptorProto.Builder file, DescriptorProto.Builder message, int index) {
    FieldDescriptorProto.Builder field = message.getFieldBuilder(index);
    int level = Math.max(0, MESSAGES.indexOf(message.getName()));
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> retype(field, level);
      case 3 ->
          field.setLabel(
              field.getLabel() == Label.LABEL_REPEATED
                  ? Label.LABEL_OPTIONAL
                  : Label.LABEL_REPEATED);
      case 4 -> field.setName("other_" + field.getNumber());
      case 5 -> field.setJsonName("json" + random.nextInt(3));
      case 6 -> field.setNumber(20 + random.nextInt(3));
      case 7 -> remove(message, index);
      case 8 -> message.addField(field(file, 10 + random.nextInt(3), level));
      case 9 -> oneof(message, field);
      case 10 -> field.setDefaultValue(String.valueOf(random.nextInt(4)));
      default -> features(file, field);
    }
  }

  private void remove(DescriptorProto.Builder message, int index) {
    FieldDescriptorProto field = message.getField(index);
    message.removeField(index);
    if (random.nextBoolean()) {
      message.addReservedRange(
          ReservedRange.newBuilder().setStart(field.getNumber()).setEnd(field.getNumber() + 1));
      message.addReservedName(field.getName());
    }
  }

  private void oneof(DescriptorProto.Builder message, FieldDescriptorProto.Builder field) {
    if (field.hasOneofIndex()) {
      field.clearOneofIndex().clearProto3Optional();
    } else if (field.getLabel() == Label.LABEL_OPTIONAL && message.getOneofDeclCount() > 0) {
      field.setOneofIndex(0).clearOptions().clearDefaultValue();
    }
  }

  private void enumChange(EnumDescriptorProto.Builder type, FileDescriptorProto.Builder file) {
    int last = type.getValueCount() - 1;
    switch (random.nextInt(7)) {
      case 0 -> type.addValue(value(type.getName() + "_NEW", 7));
      case 1 -> type.removeValue(last);
      case 2 -> type.getValueBuilder(last).setName(type.getName() + "_OTHER");
      case 3 -> type.getValueBuilder(last).setNumber(9);
      case 4 -> {
        type.setOptions(EnumOptions.newBuilder().setAllowAlias(true));
        type.addValue(value(type.getName() + "_ALIAS", type.getValue(last).getNumber()));
      }
      case 5 -> {
        EnumValueDescriptorProto first = type.getValue(0);
        type.removeValue(0).addValue(first);
      }
      default -> {
        if (file.getSyntax().equals("editions")) {
          type.getOptionsBuilder()
              .setFeatures(FeatureSet.newBuilder().setEnumType(FeatureSet.EnumType.CLOSED));
        }
      }
    }
  }

  private void syntax(FileDescriptorProto.Builder file) {
    switch (random.nextInt(3)) {
      case 0 -> file.setSyntax("proto2").clearEdition();
      case 1 -> file.setSyntax("proto3").clearEdition();
      default -> file.setSyntax("editions").setEdition(Edition.EDITION_2023);
    }
  }

  private void messageChange(FileDescriptorProto.Builder file) {
    int index = random.nextInt(file.getMessageTypeCount());
    if (random.nextBoolean()) {
      file.addMessageType(
          DescriptorProto.newBuilder().setName("Added" + file.getMessageTypeCount()));
    } else if (index > 0) {
      // A type that another takes the place of, in every field that holds it.
      String name = file.getMessageType(index).getName();
      if (!MESSAGES.contains(name)) {
        return;
      }
      file.getMessageTypeBuilder(index).setName("New" + name);
      FileDescriptorProto renamed = file.build();
      file.clearMessageType();
      for (DescriptorProto message : renamed.getMessageTypeList()) {
        file.addMessageType(renamed(message, ".shop.v1." + name, ".shop.v1.New" + name));
      }
    }
  }

  private static DescriptorProto renamed(DescriptorProto message, String from, String to) {
    DescriptorProto.Builder builder = message.toBuilder();
    List<FieldDescriptorProto.Builder> fields = new ArrayList<>(builder.getFieldBuilderList());
    builder.getNestedTypeBuilderList().forEach(each -> fields.addAll(each.getFieldBuilderList()));
    for (FieldDescriptorProto.Builder field : fields) {
      if (field.getTypeName().equals(from) || field.getTypeName().startsWith(from + ".")) {
        field.setTypeName(to + field.getTypeName().substring(from.length()));
      }
    }
    return builder.build();
  }

  /** The schema linked; empty when it is none. */
  static Optional<FileDescriptor> linked(FileDescriptorProto schema) {
    try {
      FileDescriptor file = FileDescriptor.buildFrom(schema, new FileDescriptor[0]);
      boolean valid = file.getMessageTypes().stream().allMatch(RandomSchemas::isValid);
      return valid && enumsAreValid(file) ? Optional.of(file) : Optional.empty();
    } catch (DescriptorValidationException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** What the compiler refuses and the linker does not. */
  private static boolean isValid(Descriptor message) {
    Set<String> names = new HashSet<>();
    for (FieldDescriptor field : message.getFields()) {
      if (!names.add(field.getJsonName())
          || (!field.getName().equals(field.getJsonName()) && !names.add(field.getName()))
          || message.isReservedNumber(field.getNumber())
          || message.isReservedName(field.getName())
          || (field.isRepeated() && field.isRequired())
          || ((field.isRepeated() || field.isRequired()) && field.getContainingOneof() != null)
          || (field.hasDefaultValue() && !hasDefault(field))
          || isEntryAlone(field)) {
        return false;
      }
      boolean open =
          field.getType() == FieldDescriptor.Type.ENUM && !field.getEnumType().isClosed();
      boolean implicit = !field.isRepeated() && !field.hasPresence();
      if (field.getType() == FieldDescriptor.Type.ENUM && implicit && !open) {
        return false;
      }
    }
    return message.getOneofs().stream().noneMatch(oneof -> oneof.getFieldCount() == 0);
  }

  private static boolean isEntryAlone(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && field.getMessageType().getOptions().getMapEntry()
        && !field.isMapField();
  }

  private static boolean hasDefault(FieldDescriptor field) {
    return field.hasPresence()
        && !field.isRepeated()
        && field.getJavaType() != FieldDescriptor.JavaType.MESSAGE
        && !field.getFile().toProto().getSyntax().equals("proto3");
  }

  private static boolean enumsAreValid(FileDescriptor file) {
    return file.getEnumTypes().stream()
        .allMatch(type -> type.isClosed() || type.getValues().get(0).getNumber() == 0);
  }
}
