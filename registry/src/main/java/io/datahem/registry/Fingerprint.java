package io.datahem.registry;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto.ReservedRange;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto.EnumReservedRange;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.MessageLite;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The identity of a contract's meaning: its message and all it reaches, whatever file, order or
 * comments they have, and whether a syntax or an edition's features say how fields behave.
 */
final class Fingerprint {
  private final Map<String, String> types = new TreeMap<>();
  private final Deque<Descriptor> toVisit = new ArrayDeque<>();

  private Fingerprint() {}

  static String of(Descriptor message) {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.walk(message);
    MessageDigest digest = sha256();
    fingerprint.types.forEach(
        (name, type) -> digest.update((name + ' ' + type + '\n').getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Not by recursion: how deep types nest is up to whoever pushes. */
  private void walk(Descriptor message) {
    toVisit.add(message);
    while (!toVisit.isEmpty()) {
      Descriptor next = toVisit.removeFirst();
      if (!types.containsKey(next.getFullName())) {
        types.put(next.getFullName(), text(next));
        next.getFields().forEach(this::reach);
      }
    }
  }

  private void reach(FieldDescriptor field) {
    if (field.getJavaType() == JavaType.MESSAGE) {
      toVisit.add(field.getMessageType());
    } else if (field.getJavaType() == JavaType.ENUM) {
      types.computeIfAbsent(field.getEnumType().getFullName(), name -> text(field.getEnumType()));
    }
  }

  private static String text(Descriptor message) {
    StringBuilder text = new StringBuilder();
    DescriptorProto proto = message.toProto();
    DescriptorProto.Builder rest =
        proto.toBuilder()
            .clearName()
            .clearField()
            .clearOneofDecl()
            .clearNestedType()
            .clearEnumType()
            .clearExtension()
            .clearReservedName()
            .clearReservedRange();
    rest.getOptionsBuilder().clearFeatures();
    proto.getReservedNameList().stream().sorted().forEach(rest::addReservedName);
    proto.getReservedRangeList().stream()
        .sorted(Comparator.comparingInt(ReservedRange::getStart))
        .forEach(rest::addReservedRange);
    text.append(hex(rest.build()));
    message.getRealOneofs().stream()
        .sorted(Comparator.comparing(OneofDescriptor::getName))
        .forEach(
            oneof ->
                text.append(" oneof ")
                    .append(oneof.getName())
                    .append(' ')
                    .append(hex(oneof.toProto().getOptions().toBuilder().clearFeatures().build())));
    message.getFields().stream()
        .sorted(Comparator.comparingInt(FieldDescriptor::getNumber))
        .forEach(field -> text.append(" field ").append(text(field)));
    return text.toString();
  }

  /** A field by what it does, not by the words that say so. */
  private static String text(FieldDescriptor field) {
    FieldDescriptorProto proto = field.toProto();
    FieldOptions options = proto.getOptions().toBuilder().clearFeatures().clearPacked().build();
    FieldDescriptorProto.Builder own =
        FieldDescriptorProto.newBuilder()
            .setName(field.getName())
            .setJsonName(field.getJsonName())
            .setNumber(field.getNumber())
            .setTypeName(proto.getTypeName())
            .setDefaultValue(proto.getDefaultValue())
            .setOptions(options);
    OneofDescriptor oneof = field.getRealContainingOneof();
    return String.join(
        " ",
        hex(own.build()),
        field.getType().name(),
        field.isRepeated() ? "repeated" : field.isRequired() ? "required" : "single",
        field.hasPresence() ? "present" : "implicit",
        field.isPacked() ? "packed" : "apart",
        field.needsUtf8Check() ? "utf8" : "any",
        proto.hasDefaultValue() ? "default" : "zero",
        oneof == null ? "" : oneof.getName());
  }

  /** The first value stays the first: it is what an unset field of a closed enum is. */
  private static String text(EnumDescriptor type) {
    EnumDescriptorProto proto = type.toProto();
    EnumDescriptorProto.Builder own = proto.toBuilder();
    own.clearName().clearValue().clearReservedName().clearReservedRange();
    own.getOptionsBuilder().clearFeatures();
    own.addValue(proto.getValue(0));
    proto.getValueList().stream()
        .skip(1)
        .sorted(
            Comparator.comparingInt(EnumValueDescriptorProto::getNumber)
                .thenComparing(EnumValueDescriptorProto::getName))
        .forEach(own::addValue);
    proto.getReservedNameList().stream().sorted().forEach(own::addReservedName);
    proto.getReservedRangeList().stream()
        .sorted(Comparator.comparingInt(EnumReservedRange::getStart))
        .forEach(own::addReservedRange);
    return (type.isClosed() ? "closed " : "open ") + hex(own.build());
  }

  private static String hex(MessageLite part) {
    return HexFormat.of().formatHex(part.toByteArray());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
