package io.datahem.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datahem.registry.archive.ArchiveException;
import io.datahem.registry.store.SubjectVersion;
import io.datahem.registry.subjects.Mode;
import io.datahem.registry.subjects.SchemaRequest;
import io.datahem.registry.subjects.SubjectName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ArchiveTest {
  @TempDir private Path directory;
  private Registry registry;

  @BeforeEach
  void fill() {
    registry = Registry.open(directory.resolve("one"));
    registry.push(List.of(Shop.orderOfMoney(), Shop.money("double amount = 1;")), false);
    registry.push(List.of(Shop.money("double amount = 1;\n  string currency = 2;")), false);
    SubjectName part = SubjectName.of("a b/å");
    register(part, "// Kept.\nsyntax = \"proto3\"; message Part {}", List.of(), "{\"a\":{}}");
    register(
        SubjectName.of(":.other:whole"),
        "syntax = \"proto3\"; import \"part.proto\"; message Whole { Part p = 1; }",
        List.of(new SchemaRequest.Named("part.proto", "a b/å", 1)),
        null);
    SubjectVersion gone =
        register(part, "syntax = \"proto3\"; message Part { int32 x = 1; }", List.of(), null);
    registry.subjects().delete(part, gone.version(), false);
    registry
        .subjects()
        .policies()
        .setMode(Optional.of(SubjectName.of("empty")), Mode.READONLY, false);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private SubjectVersion register(
      SubjectName name, String schema, List<SchemaRequest.Named> references, String metadata) {
    return registry
        .subjects()
        .registrar()
        .register(name, new SchemaRequest(schema, references, metadata, null, 0, 0), false);
  }

  @Test
  void whatIsExportedAndImportedIsTheSameRegistry() throws IOException {
    registry.exportTo(directory.resolve("archive"));

    try (Registry copy = Registry.open(directory.resolve("two"))) {
      copy.importFrom(directory.resolve("archive"));
      copy.exportTo(directory.resolve("again"));

      assertThat(texts("again")).isEqualTo(texts("archive")).isNotEmpty();
      assertThat(copy.snapshot().entries())
          .usingRecursiveComparison()
          .isEqualTo(registry.snapshot().entries());
      assertThat(copy.history("order"))
          .usingRecursiveComparison()
          .isEqualTo(registry.history("order"));
      SubjectName whole = SubjectName.of(":.other:whole");
      assertThat(copy.subjects().latest(whole)).isEqualTo(registry.subjects().latest(whole));
      assertThat(copy.subjects().body(1))
          .usingRecursiveComparison()
          .isEqualTo(registry.subjects().body(1));
      assertThat(
              copy.push(List.of(Shop.money("double amount = 1;\n  string currency = 2;")), false)
                  .streams())
          .extracting(PushResult.Stream::status)
          .isEmpty();
    }
  }

  @Test
  void anArchiveIsTextThatSaysWhatChanged() throws IOException {
    registry.exportTo(directory.resolve("archive"));

    Map<String, String> texts = texts("archive");

    assertThat(texts)
        .containsKeys(
            "contracts/shop/v1/order.proto",
            "versions/order/1/shop/v1/money.proto",
            "versions/order/2/shop/v1/money.proto",
            "schemas/1.proto",
            "subjects.jsonl");
    assertThat(texts.get("contracts/shop/v1/order.proto")).isEqualTo(Shop.orderOfMoney().text());
    assertThat(texts.get("subjects.jsonl").lines())
        .anyMatch(line -> line.startsWith("{\"subject\":\"a b/å\",\"version\":2,\"schemaId\":"));
  }

  @Test
  void refusesWhatIsNotEmpty() {
    registry.exportTo(directory.resolve("archive"));

    assertThatThrownBy(() -> registry.exportTo(directory.resolve("archive")))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("not empty");
    assertThatThrownBy(() -> registry.importFrom(directory.resolve("archive")))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("not empty");
  }

  @Test
  void refusesAnArchiveThatWasChangedOrIsNotWhole() throws IOException {
    Path archive = directory.resolve("archive");
    registry.exportTo(archive);
    try (Registry copy = Registry.open(directory.resolve("two"))) {
      Path schema = archive.resolve("schemas/1.proto");
      String text = Files.readString(schema);
      Files.writeString(archive.resolve("schemas.jsonl"), "{\"id\":\"x\"");
      assertThatThrownBy(() -> copy.importFrom(archive)).isInstanceOf(ArchiveException.class);
      Files.delete(archive.resolve("schemas.jsonl"));
      assertThatThrownBy(() -> copy.importFrom(archive)).isInstanceOf(ArchiveException.class);
      assertThat(text).isNotEmpty();
      assertThat(copy.snapshot().generation()).isZero();
    }
  }

  private Map<String, String> texts(String name) throws IOException {
    Path root = directory.resolve(name);
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.put(root.relativize(file).toString(), Files.readString(file));
      }
    }
    return texts;
  }
}
