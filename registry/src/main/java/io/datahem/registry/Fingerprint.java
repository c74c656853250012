package io.datahem.registry;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.MessageLite;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The identity of a contract's meaning: its message and all it reaches, whatever file, order or
 * comments they have.
 */
final class Fingerprint {
  private final Map<String, MessageLite> types = new TreeMap<>();

  private Fingerprint() {}

  static String of(Descriptor message) {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.add(message);
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      fingerprint.types.forEach(
          (name, type) -> {
            digest.update(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            digest.update(type.toByteArray());
          });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void add(Descriptor message) {
    if (types.containsKey(message.getFullName())) {
      return;
    }
    DescriptorProto own = message.toProto().toBuilder().clearNestedType().clearEnumType().build();
    types.put(message.getFullName(), own);
    for (FieldDescriptor field : message.getFields()) {
      if (field.getJavaType() == JavaType.MESSAGE) {
        add(field.getMessageType());
      } else if (field.getJavaType() == JavaType.ENUM) {
        EnumDescriptor type = field.getEnumType();
        types.put(type.getFullName(), type.toProto());
      }
    }
  }
}
