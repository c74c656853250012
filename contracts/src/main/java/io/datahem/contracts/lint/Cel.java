package io.datahem.contracts.lint;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.common.types.TypeParamType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the CEL expressions of protovalidate's options, with its functions declared, and says
 * what the first that does not compile has wrong.
 */
final class Cel {
  private static final int OPTION = 1159;
  private static final String FILE = "buf/validate/validate.proto";

  private Cel() {}

  static Optional<String> wrong(Descriptor message) {
    return wrong(
        message.getOptions().getUnknownFields(),
        message,
        "MessageRules",
        StructTypeReference.create(message.getFullName()));
  }

  static Optional<String> wrong(FieldDescriptor field) {
    return wrong(field.getOptions().getUnknownFields(), field, "FieldRules", type(field));
  }

  private static Optional<String> wrong(
      UnknownFieldSet options, GenericDescriptor element, String rules, CelType type) {
    List<ByteString> values = options.getField(OPTION).getLengthDelimitedList();
    Descriptor declared = values.isEmpty() ? null : declaration(element.getFile(), rules);
    if (declared == null) {
      return Optional.empty();
    }
    try {
      Message message = DynamicMessage.parseFrom(declared, ByteString.copyFrom(values));
      List<String> expressions = expressions(message);
      return expressions.isEmpty()
          ? Optional.empty()
          : compile(expressions, compiler(element.getFile(), type));
    } catch (InvalidProtocolBufferException e) {
      return Optional.of("the validation of '" + element.getName() + "' cannot be read");
    }
  }

  private static List<String> expressions(Message rules) {
    List<String> expressions = new ArrayList<>();
    FieldDescriptor plain = rules.getDescriptorForType().findFieldByName("cel_expression");
    FieldDescriptor named = rules.getDescriptorForType().findFieldByName("cel");
    if (plain != null) {
      ((List<?>) rules.getField(plain)).forEach(each -> expressions.add(String.valueOf(each)));
    }
    if (named != null) {
      for (Object rule : (List<?>) rules.getField(named)) {
        Message message = (Message) rule;
        expressions.add(
            String.valueOf(
                message.getField(message.getDescriptorForType().findFieldByName("expression"))));
      }
    }
    return expressions;
  }

  private static Optional<String> compile(List<String> expressions, CelCompiler compiler) {
    for (String expression : expressions) {
      try {
        CelType result = compiler.compile(expression).getAst().getResultType();
        if (!result.equals(SimpleType.BOOL) && !result.equals(SimpleType.STRING)) {
          return Optional.of(
              "expression '"
                  + expression
                  + "' is of type "
                  + result.name()
                  + ", expected bool or string");
        }
      } catch (CelValidationException e) {
        String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return Optional.of("expression '" + expression + "' does not compile: " + said);
      }
    }
    return Optional.empty();
  }

  private static CelCompiler compiler(FileDescriptor file, CelType type) {
    return CelCompilerFactory.standardCelCompilerBuilder()
        .setOptions(CelOptions.DEFAULT)
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .addLibraries(CelExtensions.strings())
        .addFileTypes(file)
        .addFileTypes(imports(file))
        .addVar("this", type)
        .addVar("now", SimpleType.TIMESTAMP)
        .addFunctionDeclarations(functions())
        .build();
  }

  /** The functions of protovalidate's library, by its specification. */
  private static List<CelFunctionDecl> functions() {
    List<CelFunctionDecl> functions = new ArrayList<>();
    for (String name : List.of("isEmail", "isHostname", "isUri", "isUriRef")) {
      functions.add(function(name, SimpleType.BOOL, List.of(SimpleType.STRING)));
    }
    functions.add(
        function("isHostAndPort", SimpleType.BOOL, List.of(SimpleType.STRING, SimpleType.BOOL)));
    functions.add(
        CelFunctionDecl.newFunctionDeclaration(
            "isIp",
            overload("isIp", SimpleType.BOOL, List.of(SimpleType.STRING)),
            overload("isIp", SimpleType.BOOL, List.of(SimpleType.STRING, SimpleType.INT))));
    functions.add(
        CelFunctionDecl.newFunctionDeclaration(
            "isIpPrefix",
            overload("isIpPrefix", SimpleType.BOOL, List.of(SimpleType.STRING)),
            overload("isIpPrefix", SimpleType.BOOL, List.of(SimpleType.STRING, SimpleType.INT)),
            overload("isIpPrefix", SimpleType.BOOL, List.of(SimpleType.STRING, SimpleType.BOOL)),
            overload(
                "isIpPrefix",
                SimpleType.BOOL,
                List.of(SimpleType.STRING, SimpleType.INT, SimpleType.BOOL))));
    functions.add(function("isNan", SimpleType.BOOL, List.of(SimpleType.DOUBLE)));
    functions.add(
        CelFunctionDecl.newFunctionDeclaration(
            "isInf",
            overload("isInf", SimpleType.BOOL, List.of(SimpleType.DOUBLE)),
            overload("isInf", SimpleType.BOOL, List.of(SimpleType.DOUBLE, SimpleType.INT))));
    functions.add(
        function("unique", SimpleType.BOOL, List.of(ListType.create(TypeParamType.create("T")))));
    return functions;
  }

  private static CelFunctionDecl function(String name, CelType result, List<CelType> arguments) {
    return CelFunctionDecl.newFunctionDeclaration(name, overload(name, result, arguments));
  }

  private static CelOverloadDecl overload(String name, CelType result, List<CelType> arguments) {
    StringBuilder id = new StringBuilder(name);
    arguments.forEach(argument -> id.append('_').append(argument.name()));
    return CelOverloadDecl.newMemberOverload(id.toString(), result, arguments);
  }

  private static CelType type(FieldDescriptor field) {
    if (field.isMapField()) {
      return MapType.create(
          single(field.getMessageType().findFieldByNumber(1)),
          single(field.getMessageType().findFieldByNumber(2)));
    }
    return field.isRepeated() ? ListType.create(single(field)) : single(field);
  }

  private static CelType single(FieldDescriptor field) {
    return switch (field.getType()) {
      case BOOL -> SimpleType.BOOL;
      case STRING -> SimpleType.STRING;
      case BYTES -> SimpleType.BYTES;
      case FLOAT, DOUBLE -> SimpleType.DOUBLE;
      case UINT32, UINT64, FIXED32, FIXED64 -> SimpleType.UINT;
      case INT32, INT64, SINT32, SINT64, SFIXED32, SFIXED64, ENUM -> SimpleType.INT;
      case MESSAGE, GROUP -> message(field.getMessageType());
    };
  }

  private static CelType message(Descriptor type) {
    return switch (type.getFullName()) {
      case "google.protobuf.Timestamp" -> SimpleType.TIMESTAMP;
      case "google.protobuf.Duration" -> SimpleType.DURATION;
      case "google.protobuf.Any" -> SimpleType.ANY;
      case "google.protobuf.Struct",
          "google.protobuf.Value",
          "google.protobuf.ListValue",
          "google.protobuf.BoolValue",
          "google.protobuf.StringValue",
          "google.protobuf.BytesValue",
          "google.protobuf.Int32Value",
          "google.protobuf.Int64Value",
          "google.protobuf.UInt32Value",
          "google.protobuf.UInt64Value",
          "google.protobuf.FloatValue",
          "google.protobuf.DoubleValue" ->
          SimpleType.DYN;
      default -> StructTypeReference.create(type.getFullName());
    };
  }

  private static @Nullable Descriptor declaration(FileDescriptor from, String name) {
    return imports(from).stream()
        .filter(file -> file.getName().equals(FILE))
        .findFirst()
        .map(file -> file.findMessageTypeByName(name))
        .orElse(null);
  }

  private static List<FileDescriptor> imports(FileDescriptor from) {
    Deque<FileDescriptor> toVisit = new ArrayDeque<>(from.getDependencies());
    Set<String> visited = new HashSet<>();
    List<FileDescriptor> imports = new ArrayList<>();
    while (!toVisit.isEmpty()) {
      FileDescriptor file = toVisit.removeFirst();
      if (visited.add(file.getName())) {
        imports.add(file);
        toVisit.addAll(file.getDependencies());
      }
    }
    return imports;
  }
}
