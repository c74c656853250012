package io.datahem.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.app.platform.DataDirectory;
import io.datahem.contracts.SourceFile;
import io.datahem.registry.Registry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code datahem contract export} and {@code import}, through the command line. */
class ArchiveCommandsTest {
  private static final String TRUCK =
      """
      syntax = "proto3";
      package shop.v1;
      import "datahem/contract.proto";
      // A truck.
      message Truck {
        option (datahem.stream) = {name: "trucks", owner: "me"};
        // Its plate. %s
        string plate = 1;
      %s}
      """;

  private final Said said = new Said();

  @TempDir Path temp;

  @AfterEach
  void leave() {
    said.close();
  }

  @Test
  void whatIsExportedIsImportedTheSame() throws IOException {
    Path one = temp.resolve("one");
    try (Registry registry = Registry.open(DataDirectory.registry(one))) {
      push(registry, "");
      push(registry, "  double km = 2;\n");
      assertThat(export(one, "first")).as("while it runs").startsWith("0 Exported 1 streams to ");
    }
    assertThat(by("import", temp.resolve("first"), temp.resolve("two")))
        .startsWith("0 Imported 1 streams from ");
    assertThat(export(temp.resolve("two"), "second")).startsWith("0 ");

    assertThat(texts("second")).isEqualTo(texts("first"));
    assertThat(texts("first")).isNotEmpty();
    try (Registry registry = Registry.open(DataDirectory.registry(temp.resolve("two")))) {
      assertThat(registry.snapshot().entries().get(0).version()).isEqualTo(2);
    }
  }

  @Test
  void nothingIsWrittenOver() throws IOException {
    Path one = temp.resolve("one");
    try (Registry registry = Registry.open(DataDirectory.registry(one))) {
      push(registry, "");
    }
    assertThat(export(one, "first")).startsWith("0 ");
    assertThat(export(one, "first")).startsWith("1 Cannot export to ").contains("is not empty");
    assertThat(by("import", temp.resolve("first"), one)).startsWith("1 ").contains("is not empty");
  }

  @Test
  void aRunningPlatformIsNotImportedInto() throws IOException {
    Path one = temp.resolve("one");
    try (DataDirectory running = DataDirectory.take(one)) {
      assertThat(by("import", temp, one)).startsWith("2 DATA_IN_USE ");
      assertThat(running.registry()).doesNotExist();
    }
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThat(export(temp.resolve("none"), "first")).startsWith("2 REGISTRY_NOT_FOUND ");
    assertThat(temp.resolve("none")).doesNotExist();
    assertThat(by("import", temp.resolve("none"), temp.resolve("one")))
        .startsWith("1 Cannot import ");
  }

  @Test
  void aPasswordIsNeverSaid() {
    assertThat(
            said.by(
                "contract", "export", "x", "--set", "registry.store=jdbc:mysql://h?password=hush"))
        .startsWith("2 ")
        .contains("registry.store", "jdbc:postgresql://")
        .doesNotContain("hush");
    for (String url :
        List.of(
            "jdbc:postgresql://127.0.0.1:1/none",
            "jdbc:postgresql://[:::/none",
            "jdbc:postgresql://h:port/x")) {
      assertThat(
              said.by(
                  "contract", "export", "x", "--set", "registry.store=" + url + "?password=hush"))
          .startsWith("1 ")
          .contains("Cannot keep contracts in PostgreSQL: ")
          .doesNotContain("hush");
    }
  }

  private static void push(Registry registry, String more) {
    SourceFile file = new SourceFile("shop/v1/truck.proto", TRUCK.formatted("å", more));
    assertThat(registry.push(List.of(file), false).findings()).isEmpty();
  }

  private String export(Path data, String to) {
    return by("export", temp.resolve(to), data);
  }

  private String by(String verb, Path directory, Path data) {
    return said.by("contract", verb, directory.toString(), "--data", data.toString());
  }

  private Map<String, String> texts(String directory) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    Path root = temp.resolve(directory);
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> texts.put(root.relativize(file).toString(), text(file)));
    }
    return texts;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
