package io.datahem.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractStoreTest {
  @TempDir private Path directory;

  @Test
  void whatWasSavedIsThereAfterAKill() throws Exception {
    long said = saveUntilKilled(50);

    try (ContractStore store = ContractStore.open(directory)) {
      long generation = store.generation();
      assertThat(generation).isGreaterThanOrEqualTo(said);
      assertThat(store.history("order")).hasSize((int) generation);
      assertThat(store.files())
          .as("one push's files, none of an earlier one")
          .isEqualTo(sorted(generation));
      assertThat(store.save(SavingProcess.files(7), List.of(), "later")).isEqualTo(generation + 1);
    }
  }

  @Test
  void whatWasSavedIsThereWithoutAShutdown() throws IOException {
    ContractStore open = ContractStore.open(directory.resolve("one"));
    open.save(SavingProcess.files(1), List.of(SavingProcess.version(1)), "now");
    copy(directory.resolve("one"), directory.resolve("two"));

    try (open;
        ContractStore copy = ContractStore.open(directory.resolve("two"))) {
      assertThat(copy.generation()).isEqualTo(1);
      StoredVersion found = copy.newest("order").orElseThrow();
      assertThat(found).usingRecursiveComparison().isEqualTo(SavingProcess.version(1));
    }
  }

  @Test
  void aSaveThatCannotBeLeavesNothing() {
    try (ContractStore store = ContractStore.open(directory)) {
      store.save(SavingProcess.files(1), List.of(SavingProcess.version(1)), "now");

      assertThatThrownBy(
              () -> store.save(SavingProcess.files(2), List.of(SavingProcess.version(1)), "now"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("Cannot store contracts: ");
      assertThat(store.generation()).isEqualTo(1);
      assertThat(store.files()).isEqualTo(sorted(1));
    }
  }

  @Test
  void aFileThatIsNoStoreIsNamed() throws IOException {
    Files.writeString(directory.resolve("registry.db"), "nothing of the kind ".repeat(100));

    assertThatThrownBy(() -> ContractStore.open(directory))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Cannot keep contracts under " + directory);
  }

  private long saveUntilKilled(int generations) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SavingProcess.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long said = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      while (said < generations) {
        said = Long.parseLong(String.valueOf(lines.readLine()));
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    return said;
  }

  private static List<io.datahem.contracts.SourceFile> sorted(long version) {
    return SavingProcess.files((int) version).stream()
        .sorted(java.util.Comparator.comparing(io.datahem.contracts.SourceFile::path))
        .toList();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
