package io.datahem.conformance;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistry;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.compile.Compilation;
import io.datahem.contracts.compile.ContractCompiler;
import io.datahem.contracts.decode.DecodeOptions;
import io.datahem.contracts.decode.DecodeOptions.UnknownFields;
import io.datahem.contracts.decode.EventDecoder;
import io.datahem.contracts.decode.EventDecoders;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The message types of the conformance suite, compiled as contracts are. Not thread-safe. */
final class TestTypes {
  private static final List<String> FILES =
      List.of(
          "conformance/conformance.proto",
          "google/protobuf/test_messages_edition2023.proto",
          "google/protobuf/test_messages_proto2.proto",
          "google/protobuf/test_messages_proto2_editions.proto",
          "google/protobuf/test_messages_proto3.proto",
          "google/protobuf/test_messages_proto3_editions.proto");

  private final Map<String, Descriptor> types = new LinkedHashMap<>();
  private final ExtensionRegistry extensions = ExtensionRegistry.newInstance();
  private final Map<String, EventDecoder> decoders = new HashMap<>();

  /** Compiles the suite's files. */
  TestTypes() {
    try (ContractCompiler compiler = ContractCompiler.open()) {
      Compilation compilation =
          compiler.compile(FILES.stream().map(path -> new SourceFile(path, text(path))).toList());
      if (!compilation.ok()) {
        throw new IllegalStateException(
            "Cannot compile the conformance suite's types: " + compilation.findings());
      }
      compilation.files().forEach(this::add);
    }
  }

  private static String text(String path) {
    try (InputStream in = TestTypes.class.getResourceAsStream("/conformance/protos/" + path)) {
      if (in == null) {
        throw new IllegalStateException("Cannot find " + path + " among the resources");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + path, e);
    }
  }

  private void add(FileDescriptor file) {
    file.getMessageTypes().forEach(type -> types.put(type.getFullName(), type));
    file.getExtensions().forEach(this::add);
    file.getMessageTypes().forEach(this::addNested);
  }

  private void addNested(Descriptor type) {
    type.getExtensions().forEach(this::add);
    type.getNestedTypes().forEach(this::addNested);
  }

  private void add(FieldDescriptor extension) {
    if (extension.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      extensions.add(extension, DynamicMessage.getDefaultInstance(extension.getMessageType()));
    } else {
      extensions.add(extension);
    }
  }

  /** A top-level type, null when the suite has none of the name. */
  @Nullable Descriptor find(String name) {
    return types.get(name);
  }

  Iterable<Descriptor> all() {
    return types.values();
  }

  ExtensionRegistry extensions() {
    return extensions;
  }

  /** The strict decoder of a type: undeclared fields are errors, or are ignored. */
  EventDecoder decoder(Descriptor type, boolean ignoreUnknown) {
    return decoders.computeIfAbsent(
        type.getFullName() + ignoreUnknown,
        ignored ->
            EventDecoders.toWire(
                type,
                DecodeOptions.STRICT.with(
                    ignoreUnknown ? UnknownFields.IGNORE : UnknownFields.REJECT)));
  }
}
