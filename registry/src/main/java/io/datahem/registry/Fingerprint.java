package io.datahem.registry;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileOptions;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.MessageLite;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The identity of a contract's meaning: its message and all it reaches, whatever file, order or
 * comments they have.
 */
final class Fingerprint {
  private final Map<String, MessageLite> types = new TreeMap<>();
  private final Map<String, MessageLite> files = new TreeMap<>();
  private final Deque<Descriptor> toVisit = new ArrayDeque<>();

  private Fingerprint() {}

  static String of(Descriptor message) {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.walk(message);
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      fingerprint.files.forEach((name, file) -> digest.update(file.toByteArray()));
      fingerprint.types.forEach(
          (name, type) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update(type.toByteArray());
          });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Not by recursion: how deep types nest is up to whoever pushes. */
  private void walk(Descriptor message) {
    toVisit.add(message);
    while (!toVisit.isEmpty()) {
      add(toVisit.removeFirst());
    }
  }

  private void add(Descriptor message) {
    DescriptorProto own = message.toProto().toBuilder().clearNestedType().clearEnumType().build();
    if (types.put(message.getFullName(), own) != null) {
      return;
    }
    add(message.getFile());
    for (FieldDescriptor field : message.getFields()) {
      if (field.getJavaType() == JavaType.MESSAGE) {
        toVisit.add(field.getMessageType());
      } else if (field.getJavaType() == JavaType.ENUM) {
        EnumDescriptor type = field.getEnumType();
        types.put(type.getFullName(), type.toProto());
        add(type.getFile());
      }
    }
  }

  /** What a file says of the meaning of all its types: the same text is another thing in proto2. */
  private void add(FileDescriptor file) {
    FileDescriptorProto proto = file.toProto();
    files.putIfAbsent(
        file.getName(),
        FileDescriptorProto.newBuilder()
            .setSyntax(proto.getSyntax())
            .setEdition(proto.getEdition())
            .setOptions(FileOptions.newBuilder().setFeatures(proto.getOptions().getFeatures()))
            .build());
  }
}
