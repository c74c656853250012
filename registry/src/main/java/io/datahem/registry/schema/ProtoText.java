package io.datahem.registry.schema;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto.ExtensionRange;
import com.google.protobuf.DescriptorProtos.DescriptorProto.ReservedRange;
import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto.EnumReservedRange;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SymbolVisibility;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A descriptor as the .proto source that compiles to it. Comments are not in a descriptor, and not
 * in the source.
 */
public final class ProtoText {
  private static final int MAX_FIELD_NUMBER = (1 << 29) - 1;

  private final FileDescriptorProto file;
  private final OptionsText options;
  private final FieldText fields;
  private final Lines out = new Lines();

  private ProtoText(FileDescriptorProto file, OptionsText options) {
    this.file = file;
    this.options = options;
    this.fields = new FieldText(file, options, out, this::body);
  }

  /**
   * The source.
   *
   * @param proto the file, its types' names resolved
   * @param linked the same linked, for the options that it and its imports declare
   * @throws InvalidSchemaException when an option is declared nowhere
   */
  static String of(FileDescriptorProto proto, FileDescriptor linked) {
    return new ProtoText(proto, new OptionsText(linked)).text();
  }

  private String text() {
    head();
    options(file.getOptions());
    for (DescriptorProto message : file.getMessageTypeList()) {
      if (!fields.isGroupOf(message, file.getExtensionList())) {
        out.gap();
        message(message);
      }
    }
    file.getEnumTypeList().forEach(this::enumeration);
    fields.extensions(file.getExtensionList(), file.getMessageTypeList());
    file.getServiceList().forEach(this::service);
    return out.text();
  }

  private void head() {
    if (file.getSyntax().equals("editions")) {
      out.line("edition = \"" + edition(file.getEdition()) + "\";");
    } else {
      out.line("syntax = \"" + (file.getSyntax().isEmpty() ? "proto2" : file.getSyntax()) + "\";");
    }
    if (file.hasPackage()) {
      out.gap();
      out.line("package " + file.getPackage() + ";");
    }
    out.gap();
    for (int i = 0; i < file.getDependencyCount(); i++) {
      String kind =
          file.getPublicDependencyList().contains(i)
              ? "public "
              : file.getWeakDependencyList().contains(i) ? "weak " : "";
      out.line("import " + kind + OptionsText.quoted(file.getDependency(i)) + ";");
    }
    for (String dependency : file.getOptionDependencyList()) {
      out.line("import option " + OptionsText.quoted(dependency) + ";");
    }
    out.gap();
  }

  private static String edition(Edition edition) {
    return edition.name().replace("EDITION_", "");
  }

  private void options(Message message) {
    for (String option : options.of(message)) {
      out.line("option " + option + ";");
    }
  }

  private static String visibility(SymbolVisibility visibility) {
    return switch (visibility) {
      case VISIBILITY_UNSET -> "";
      case VISIBILITY_LOCAL -> "local ";
      case VISIBILITY_EXPORT -> "export ";
    };
  }

  private void message(DescriptorProto message) {
    out.open(visibility(message.getVisibility()) + "message " + message.getName() + " {");
    body(message);
    out.close("}");
  }

  /** As deep as the compiler lets types nest. */
  private void body(DescriptorProto message) {
    options(message.getOptions());
    for (DescriptorProto nested : message.getNestedTypeList()) {
      boolean inline =
          nested.getOptions().getMapEntry()
              || fields.isGroupOf(nested, message.getFieldList())
              || fields.isGroupOf(nested, message.getExtensionList());
      if (!inline) {
        message(nested);
      }
    }
    message.getEnumTypeList().forEach(this::enumeration);
    fields.of(message);
    for (ExtensionRange range : message.getExtensionRangeList()) {
      out.line(
          "extensions "
              + range(range.getStart(), range.getEnd() - 1, MAX_FIELD_NUMBER)
              + bracketed(options.of(range.getOptions()))
              + ";");
    }
    fields.extensions(message.getExtensionList(), message.getNestedTypeList());
    List<String> ranges = new ArrayList<>();
    for (ReservedRange range : message.getReservedRangeList()) {
      ranges.add(range(range.getStart(), range.getEnd() - 1, MAX_FIELD_NUMBER));
    }
    reserved(ranges, message.getReservedNameList());
  }

  private void enumeration(EnumDescriptorProto type) {
    out.gap();
    out.open(visibility(type.getVisibility()) + "enum " + type.getName() + " {");
    options(type.getOptions());
    for (EnumValueDescriptorProto value : type.getValueList()) {
      out.line(
          value.getName()
              + " = "
              + value.getNumber()
              + bracketed(options.of(value.getOptions()))
              + ";");
    }
    List<String> ranges = new ArrayList<>();
    for (EnumReservedRange range : type.getReservedRangeList()) {
      ranges.add(range(range.getStart(), range.getEnd(), Integer.MAX_VALUE));
    }
    reserved(ranges, type.getReservedNameList());
    out.close("}");
  }

  private void reserved(List<String> ranges, List<String> names) {
    if (!ranges.isEmpty()) {
      out.line("reserved " + String.join(", ", ranges) + ";");
    }
    if (!names.isEmpty()) {
      boolean bare = file.getSyntax().equals("editions");
      out.line(
          "reserved "
              + names.stream()
                  .map(name -> bare ? name : OptionsText.quoted(name))
                  .collect(Collectors.joining(", "))
              + ";");
    }
  }

  private static String range(int first, int last, int max) {
    if (first == last) {
      return Integer.toString(first);
    }
    return first + " to " + (last >= max ? "max" : Integer.toString(last));
  }

  static String bracketed(List<String> options) {
    return options.isEmpty() ? "" : " [" + String.join(", ", options) + "]";
  }

  private void service(ServiceDescriptorProto service) {
    out.gap();
    out.open("service " + service.getName() + " {");
    options(service.getOptions());
    for (MethodDescriptorProto method : service.getMethodList()) {
      out.open(
          "rpc "
              + method.getName()
              + " ("
              + (method.getClientStreaming() ? "stream " : "")
              + method.getInputType()
              + ") returns ("
              + (method.getServerStreaming() ? "stream " : "")
              + method.getOutputType()
              + ") {");
      options(method.getOptions());
      out.close("}");
    }
    out.close("}");
  }
}
