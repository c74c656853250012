package io.datahem.registry.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.datahem.contracts.compile.ContractCompiler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaCompilerTest {
  private static ContractCompiler protoc;
  private static SchemaCompiler compiler;

  @BeforeAll
  static void open() {
    protoc = ContractCompiler.open();
    compiler = new SchemaCompiler(protoc, new BuiltIns(protoc));
  }

  @AfterAll
  static void close() {
    protoc.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proto2.proto",
        "proto3.proto",
        "edition2023.proto",
        "edition2024.proto",
        "without-package.proto"
      })
  void aDescriptorIsTheSameSchemaAsItsSource(String name) throws IOException {
    CompiledSchema source = compiler.compile(text(name), List.of(), false);

    CompiledSchema written = compiler.compile(base64(bare(source)), List.of(), false);

    assertThat(bare(written)).isEqualTo(bare(source));
    assertThat(written.identity()).isEqualTo(source.identity());
    assertThat(written.normalized()).isEqualTo(source.normalized());
    CompiledSchema again = compiler.compile(written.text(), List.of(), false);
    assertThat(again.identity()).isEqualTo(source.identity());
  }

  @ParameterizedTest
  @ValueSource(strings = {"proto2.proto", "proto3.proto", "edition2023.proto"})
  void whatCanBeKnownMayBeLeftOut(String name) throws IOException {
    CompiledSchema source = compiler.compile(text(name), List.of(), false);
    FileDescriptorProto.Builder sparse = bare(source).toBuilder().clearName();
    sparse.getMessageTypeBuilderList().forEach(SchemaCompilerTest::leaveOut);

    CompiledSchema written = compiler.compile(base64(sparse.build()), List.of(), false);

    assertThat(written.identity()).isEqualTo(source.identity());
  }

  private static void leaveOut(DescriptorProto.Builder message) {
    for (FieldDescriptorProto.Builder field : message.getFieldBuilderList()) {
      if (field.getJsonName().equals(CanonicalProto.jsonName(field.getName()))) {
        field.clearJsonName();
      }
      if (field.getLabel() == FieldDescriptorProto.Label.LABEL_OPTIONAL) {
        field.clearLabel();
      }
    }
    message.getNestedTypeBuilderList().forEach(SchemaCompilerTest::leaveOut);
  }

  @Test
  void commentsAndLayoutAreNoPartOfTheMeaning() throws IOException {
    String text = text("proto3.proto");

    assertThat(compiler.compile("// Said.\r\n" + text.replace("\n", "\r\n"), List.of(), false))
        .extracting(CompiledSchema::identity)
        .isEqualTo(compiler.compile(text, List.of(), false).identity());
    assertThat(compiler.compile("\uFEFF" + text, List.of(), false))
        .extracting(CompiledSchema::identity)
        .isEqualTo(compiler.compile(text, List.of(), false).identity());
  }

  @Test
  void normalizedTheTextIsInOrder() {
    CompiledSchema normalized =
        compiler.compile(
            """
            syntax = "proto3";
            import "google/protobuf/timestamp.proto";
            import "google/protobuf/any.proto";
            // Gone.
            message M { int32 b = 2; google.protobuf.Any a = 1;
              google.protobuf.Timestamp c = 3; }
            """,
            List.of(),
            true);

    assertThat(normalized.text())
        .isEqualTo(
            """
            syntax = "proto3";

            import "google/protobuf/any.proto";
            import "google/protobuf/timestamp.proto";

            message M {
              .google.protobuf.Any a = 1;
              int32 b = 2;
              .google.protobuf.Timestamp c = 3;
            }
            """);
    assertThat(normalized.identity()).isEqualTo(normalized.identity());
  }

  @Test
  void anImportIsPartOfTheMeaning() {
    String main = "syntax = \"proto3\"; import \"a.proto\"; message M { A a = 1; }";

    CompiledSchema first = compiler.compile(main, List.of(imported("string x = 1;")), false);
    CompiledSchema second = compiler.compile(main, List.of(imported("string y = 1;")), false);

    assertThat(first.identity()).isNotEqualTo(second.identity());
    assertThat(compiler.compile(base64(bare(first)), List.of(imported("string x = 1;")), false))
        .extracting(CompiledSchema::identity)
        .isEqualTo(first.identity());
  }

  private static Import imported(String fields) {
    String text = "syntax = \"proto3\"; message A { " + fields + " }";
    CompiledSchema compiled = compiler.compile(text, List.of(), false);
    FileDescriptorProto named = bare(compiled).toBuilder().setName("a.proto").build();
    try {
      return new Import(
          "a.proto",
          text,
          com.google.protobuf.Descriptors.FileDescriptor.buildFrom(
              named, new com.google.protobuf.Descriptors.FileDescriptor[0]));
    } catch (com.google.protobuf.Descriptors.DescriptorValidationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void refusesDescriptorsThatNoSourceSays() {
    refuses("nowhere declared", file -> file.addDependency("nowhere.proto"), "nowhere.proto");
    refuses(
        "an option that nothing declares",
        file -> {
          file.getMessageTypeBuilder(0)
              .getFieldBuilder(0)
              .setOptions(
                  FieldOptions.newBuilder()
                      .setUnknownFields(
                          UnknownFieldSet.newBuilder()
                              .addField(
                                  60_000, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                              .build()));
          return file;
        },
        "60000");
    refuses(
        "a name that is none",
        file -> {
          file.getMessageTypeBuilder(0).setName("M { } message Injected");
          return file;
        },
        "");
    refuses(
        "a default that is source",
        file -> {
          file.getMessageTypeBuilder(0)
              .getFieldBuilder(0)
              .setDefaultValue("1]; int32 injected = 9 [default = 1");
          return file;
        },
        "");
    refuses(
        "a field twice",
        file -> {
          file.getMessageTypeBuilder(0).addField(file.getMessageType(0).getField(0));
          return file;
        },
        "");
    refuses("an unknown syntax", file -> file.setSyntax("proto9"), "");
  }

  private static void refuses(
      String why, UnaryOperator<FileDescriptorProto.Builder> change, String said) {
    CompiledSchema good =
        compiler.compile(
            "syntax = \"proto2\"; message M { optional int32 x = 1; }", List.of(), false);
    String schema = base64(change.apply(bare(good).toBuilder()).build());

    assertThatThrownBy(() -> compiler.compile(schema, List.of(), false))
        .as(why)
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessageStartingWith("Cannot ")
        .hasMessageContaining(said);
  }

  @Test
  void saysEveryErrorAtItsPlace() {
    assertThatThrownBy(
            () ->
                compiler.compile(
                    "syntax = \"proto3\";\nmessage M {\n  Nope a = 1;\n  Nada b = 2;\n}\n",
                    List.of(),
                    false))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessageContaining("schema.proto:3:3")
        .hasMessageContaining("schema.proto:4:3");
  }

  private static FileDescriptorProto bare(CompiledSchema schema) {
    return Identity.bare(schema.file());
  }

  private static String base64(Message message) {
    return Base64.getEncoder().encodeToString(message.toByteArray());
  }

  private static String text(String name) throws IOException {
    try (InputStream in = SchemaCompilerTest.class.getResourceAsStream("/schemas/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
