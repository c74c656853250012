package io.datahem.contracts.decode;

import com.google.protobuf.Any;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FeatureSet;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileOptions;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Int32Value;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Message types made up from a seed: every kind of field, nested, recursive, in maps and oneofs.
 */
final class RandomTypes {
  private static final FileDescriptor[] IMPORTS = {
    Any.getDescriptor().getFile(),
    Duration.getDescriptor().getFile(),
    FieldMask.getDescriptor().getFile(),
    Int32Value.getDescriptor().getFile(),
    Struct.getDescriptor().getFile(),
    Timestamp.getDescriptor().getFile(),
  };
  private static final List<String> WELL_KNOWN =
      List.of(
          "Timestamp",
          "Duration",
          "FieldMask",
          "Struct",
          "Value",
          "ListValue",
          "Int32Value",
          "UInt64Value",
          "DoubleValue",
          "FloatValue",
          "BoolValue",
          "StringValue",
          "BytesValue",
          "Int64Value",
          "UInt32Value");
  private static final List<FieldDescriptorProto.Type> SCALARS =
      List.of(
          FieldDescriptorProto.Type.TYPE_DOUBLE,
          FieldDescriptorProto.Type.TYPE_FLOAT,
          FieldDescriptorProto.Type.TYPE_INT64,
          FieldDescriptorProto.Type.TYPE_UINT64,
          FieldDescriptorProto.Type.TYPE_INT32,
          FieldDescriptorProto.Type.TYPE_FIXED64,
          FieldDescriptorProto.Type.TYPE_FIXED32,
          FieldDescriptorProto.Type.TYPE_BOOL,
          FieldDescriptorProto.Type.TYPE_STRING,
          FieldDescriptorProto.Type.TYPE_BYTES,
          FieldDescriptorProto.Type.TYPE_UINT32,
          FieldDescriptorProto.Type.TYPE_SFIXED32,
          FieldDescriptorProto.Type.TYPE_SFIXED64,
          FieldDescriptorProto.Type.TYPE_SINT32,
          FieldDescriptorProto.Type.TYPE_SINT64);
  private static final List<FieldDescriptorProto.Type> KEYS =
      List.of(
          FieldDescriptorProto.Type.TYPE_STRING,
          FieldDescriptorProto.Type.TYPE_INT32,
          FieldDescriptorProto.Type.TYPE_INT64,
          FieldDescriptorProto.Type.TYPE_UINT32,
          FieldDescriptorProto.Type.TYPE_UINT64,
          FieldDescriptorProto.Type.TYPE_SINT64,
          FieldDescriptorProto.Type.TYPE_FIXED32,
          FieldDescriptorProto.Type.TYPE_SFIXED64,
          FieldDescriptorProto.Type.TYPE_BOOL);

  private final SplittableRandom random;
  private boolean proto3;

  RandomTypes(SplittableRandom random) {
    this.random = random;
  }

  /** A message type of package {@code random}. */
  Descriptor next() {
    FileDescriptorProto.Builder file =
        FileDescriptorProto.newBuilder()
            .setName("random.proto")
            .setPackage("random")
            .addEnumType(enumType());
    syntax(file);
    for (FileDescriptor imported : IMPORTS) {
      file.addDependency(imported.getName());
    }
    for (String name : List.of("Top", "Inner")) {
      file.addMessageType(message(name));
    }
    try {
      return FileDescriptor.buildFrom(file.build(), IMPORTS).findMessageTypeByName("Top");
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException(file.toString(), e);
    }
  }

  /** Of proto3, of proto2, or of an edition that says about presence and encoding what it likes. */
  private void syntax(FileDescriptorProto.Builder file) {
    proto3 = false;
    switch (random.nextInt(4)) {
      case 0 -> file.setSyntax("proto2");
      case 1 ->
          file.setSyntax("editions")
              .setEdition(Edition.EDITION_2023)
              .setOptions(FileOptions.newBuilder().setFeatures(features()));
      default -> {
        proto3 = true;
        file.setSyntax("proto3");
      }
    }
  }

  private FeatureSet features() {
    FeatureSet.Builder features = FeatureSet.newBuilder();
    if (random.nextBoolean()) {
      features.setFieldPresence(FeatureSet.FieldPresence.IMPLICIT);
    } else if (random.nextBoolean()) {
      // A closed enum's field cannot be without presence.
      features.setEnumType(FeatureSet.EnumType.CLOSED);
    }
    if (random.nextBoolean()) {
      features.setMessageEncoding(FeatureSet.MessageEncoding.DELIMITED);
    }
    if (random.nextBoolean()) {
      features.setRepeatedFieldEncoding(FeatureSet.RepeatedFieldEncoding.EXPANDED);
    }
    return features.build();
  }

  private static EnumDescriptorProto enumType() {
    EnumDescriptorProto.Builder type = EnumDescriptorProto.newBuilder().setName("Color");
    List<String> names = List.of("COLOR_NONE", "COLOR_A_LONG_NAME", "RED", "MINUS");
    int[] numbers = {0, 1, 7, -3};
    for (int i = 0; i < numbers.length; i++) {
      type.addValue(
          EnumValueDescriptorProto.newBuilder().setName(names.get(i)).setNumber(numbers[i]));
    }
    return type.build();
  }

  private DescriptorProto message(String name) {
    DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
    int fields = random.nextInt(1, 9);
    for (int i = 1; i <= fields; i++) {
      // Numbers of one byte of tag, of two and of three.
      int number = random.nextInt(5) == 0 ? i + (random.nextBoolean() ? 500 : 40_000) : i;
      field(message, fieldName(i), number);
    }
    if (proto3 && random.nextBoolean()) {
      optional(message);
    }
    return message.build();
  }

  private String fieldName(int i) {
    String base =
        switch (random.nextInt(4)) {
          case 0 -> "f";
          case 1 -> "a_field_";
          case 2 -> "quantity";
          default -> "a_very_long_name_of_a_field_";
        };
    return base + i;
  }

  private void field(DescriptorProto.Builder message, String name, int number) {
    FieldDescriptorProto.Builder field =
        FieldDescriptorProto.newBuilder()
            .setName(name)
            .setNumber(number)
            .setLabel(Label.LABEL_OPTIONAL);
    int kind = random.nextInt(10);
    if (kind == 0) {
      map(message, field);
    } else {
      type(field);
      if (kind < 4) {
        field.setLabel(Label.LABEL_REPEATED);
      } else if (kind == 4) {
        field.setOneofIndex(oneof(message, "choice"));
      }
    }
    message.addField(field);
  }

  /** The oneof that stands for an optional field comes behind the real ones. */
  private void optional(DescriptorProto.Builder message) {
    message
        .addField(
            FieldDescriptorProto.newBuilder()
                .setName("maybe")
                .setNumber(99)
                .setLabel(Label.LABEL_OPTIONAL)
                .setType(SCALARS.get(random.nextInt(SCALARS.size())))
                .setProto3Optional(true)
                .setOneofIndex(message.getOneofDeclCount()))
        .addOneofDecl(OneofDescriptorProto.newBuilder().setName("_maybe"));
  }

  private static int oneof(DescriptorProto.Builder message, String name) {
    if (message.getOneofDeclCount() == 0) {
      message.addOneofDecl(OneofDescriptorProto.newBuilder().setName(name));
    }
    return 0;
  }

  private void map(DescriptorProto.Builder message, FieldDescriptorProto.Builder field) {
    // The name that protobuf wants of a map's entry: the field's in camel case.
    StringBuilder entry = new StringBuilder();
    for (String part : field.getName().split("_", -1)) {
      if (!part.isEmpty()) {
        entry.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
      }
    }
    String name = entry.append("Entry").toString();
    FieldDescriptorProto.Builder value =
        FieldDescriptorProto.newBuilder()
            .setName("value")
            .setNumber(2)
            .setLabel(Label.LABEL_OPTIONAL);
    type(value);
    message.addNestedType(
        DescriptorProto.newBuilder()
            .setName(name)
            .setOptions(MessageOptions.newBuilder().setMapEntry(true))
            .addField(
                FieldDescriptorProto.newBuilder()
                    .setName("key")
                    .setNumber(1)
                    .setLabel(Label.LABEL_OPTIONAL)
                    .setType(KEYS.get(random.nextInt(KEYS.size()))))
            .addField(value));
    field
        .setLabel(Label.LABEL_REPEATED)
        .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
        .setTypeName(".random." + message.getName() + "." + name);
  }

  private void type(FieldDescriptorProto.Builder field) {
    switch (random.nextInt(6)) {
      case 0 -> field.setType(FieldDescriptorProto.Type.TYPE_ENUM).setTypeName(".random.Color");
      case 1 ->
          field
              .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
              .setTypeName(random.nextInt(3) == 0 ? ".random.Top" : ".random.Inner");
      case 2 ->
          field
              .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
              .setTypeName(".google.protobuf." + WELL_KNOWN.get(random.nextInt(WELL_KNOWN.size())));
      default -> field.setType(SCALARS.get(random.nextInt(SCALARS.size())));
    }
  }
}
