package io.datahem.registry.schema;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;

/**
 * A descriptor as the compiler would have written it: names of types resolved, what has a default
 * said. Clients' libraries leave out what can be known.
 */
final class CanonicalProto {

  /** A linked file's descriptor, without its name, comments and positions. */
  static FileDescriptorProto of(FileDescriptor file) {
    FileDescriptorProto.Builder proto =
        file.toProto().toBuilder().clearSourceCodeInfo().clearName();
    if (proto.getSyntax().equals("proto2")) {
      proto.clearSyntax();
    }
    for (int i = 0; i < proto.getMessageTypeCount(); i++) {
      message(proto.getMessageTypeBuilder(i), file.getMessageTypes().get(i));
    }
    for (int i = 0; i < proto.getExtensionCount(); i++) {
      field(proto.getExtensionBuilder(i), file.getExtensions().get(i));
    }
    for (int i = 0; i < proto.getServiceCount(); i++) {
      service(proto.getServiceBuilder(i), file.getServices().get(i));
    }
    return proto.build();
  }

  /** As deep as a descriptor may be when it is parsed. */
  private static void message(DescriptorProto.Builder proto, Descriptor message) {
    for (int i = 0; i < proto.getFieldCount(); i++) {
      field(proto.getFieldBuilder(i), message.getFields().get(i));
    }
    for (int i = 0; i < proto.getExtensionCount(); i++) {
      field(proto.getExtensionBuilder(i), message.getExtensions().get(i));
    }
    for (int i = 0; i < proto.getNestedTypeCount(); i++) {
      message(proto.getNestedTypeBuilder(i), message.getNestedTypes().get(i));
    }
  }

  private static void field(FieldDescriptorProto.Builder proto, FieldDescriptor field) {
    if (!proto.hasLabel()) {
      proto.setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
    }
    if (!proto.hasJsonName()) {
      proto.setJsonName(jsonName(proto.getName()));
    }
    if (field.isExtension()) {
      proto.setExtendee("." + field.getContainingType().getFullName());
    }
    switch (field.getJavaType()) {
      case MESSAGE -> {
        if (!proto.hasType()) {
          proto.setType(FieldDescriptorProto.Type.TYPE_MESSAGE);
        }
        proto.setTypeName("." + field.getMessageType().getFullName());
      }
      case ENUM -> {
        proto.setType(FieldDescriptorProto.Type.TYPE_ENUM);
        proto.setTypeName("." + field.getEnumType().getFullName());
      }
      default -> {}
    }
  }

  private static void service(ServiceDescriptorProto.Builder proto, ServiceDescriptor service) {
    for (int i = 0; i < proto.getMethodCount(); i++) {
      MethodDescriptorProto.Builder method = proto.getMethodBuilder(i);
      MethodDescriptor linked = service.getMethods().get(i);
      method.setInputType("." + linked.getInputType().getFullName());
      method.setOutputType("." + linked.getOutputType().getFullName());
    }
  }

  /** A field's name in JSON when it says no other: camelCase. */
  static String jsonName(String name) {
    StringBuilder json = new StringBuilder();
    boolean upper = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '_') {
        upper = true;
      } else {
        json.append(upper && c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c);
        upper = false;
      }
    }
    return json.toString();
  }

  private CanonicalProto() {}
}
