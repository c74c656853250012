package io.datahem.contracts.rules;

import build.buf.protovalidate.Config;
import build.buf.protovalidate.ValidationResult;
import build.buf.protovalidate.Validator;
import build.buf.protovalidate.ValidatorFactory;
import build.buf.protovalidate.exceptions.CompilationException;
import build.buf.protovalidate.exceptions.ValidationException;
import build.buf.validate.FieldPathElement;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules that protovalidate checks on a parsed message. */
final class ParsedRules implements EventRules {
  private final Descriptor message;
  private final Validator validator;

  private ParsedRules(Descriptor message, Validator validator) {
    this.message = message;
    this.validator = validator;
  }

  static ParsedRules compile(Descriptor message) {
    ExtensionRegistry extensions = ExtensionRegistry.newInstance();
    message.getFile().getExtensions().forEach(each -> add(extensions, each));
    message
        .getFile()
        .getDependencies()
        .forEach(file -> file.getExtensions().forEach(each -> add(extensions, each)));
    Config config = Config.newBuilder().setExtensionRegistry(extensions).build();
    try {
      return new ParsedRules(
          message,
          ValidatorFactory.newBuilder()
              .withConfig(config)
              .buildWithDescriptors(List.copyOf(Declared.types(message).keySet()), true));
    } catch (CompilationException e) {
      throw new IllegalArgumentException(
          "Cannot compile the rules of " + message.getFullName() + ": " + e.getMessage(), e);
    }
  }

  private static void add(ExtensionRegistry extensions, FieldDescriptor extension) {
    if (extension.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      extensions.add(extension, DynamicMessage.getDefaultInstance(extension.getMessageType()));
    } else {
      extensions.add(extension);
    }
  }

  @Override
  public List<Violation> check(byte[] wire, int size) {
    try {
      DynamicMessage event = DynamicMessage.newBuilder(message).mergeFrom(wire, 0, size).build();
      ValidationResult result = validator.validate(event);
      return result.getViolations().stream()
          .limit(MAX_VIOLATIONS)
          .map(each -> violation(each.toProto()))
          .toList();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("Cannot check rules: the event's protobuf is not whole", e);
    } catch (ValidationException e) {
      // An expression that fails on a value has not held for it.
      return List.of(new Violation("expression_failed", ""));
    }
  }

  private Violation violation(build.buf.validate.Violation violation) {
    StringBuilder path = new StringBuilder();
    @Nullable Descriptor in = message;
    for (FieldPathElement step : violation.getField().getElementsList()) {
      FieldDescriptor field =
          in == null || !step.hasFieldNumber() ? null : in.findFieldByNumber(step.getFieldNumber());
      path.append(path.length() == 0 ? "" : ".")
          .append(field == null ? step.getFieldName() : field.getJsonName());
      switch (step.getSubscriptCase()) {
        case INDEX -> path.append('[').append(step.getIndex()).append(']');
        case BOOL_KEY -> path.append('.').append(step.getBoolKey());
        case INT_KEY -> path.append('.').append(step.getIntKey());
        case UINT_KEY -> path.append('.').append(Long.toUnsignedString(step.getUintKey()));
        case STRING_KEY -> path.append('.').append(step.getStringKey());
        case SUBSCRIPT_NOT_SET -> {}
      }
      in = next(field);
    }
    return new Violation(violation.getRuleId(), path.toString());
  }

  private static @Nullable Descriptor next(@Nullable FieldDescriptor field) {
    if (field == null || field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      return null;
    }
    if (!field.isMapField()) {
      return field.getMessageType();
    }
    FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
    return value.getJavaType() == FieldDescriptor.JavaType.MESSAGE ? value.getMessageType() : null;
  }
}
