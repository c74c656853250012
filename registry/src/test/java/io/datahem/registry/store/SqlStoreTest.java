package io.datahem.registry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlStoreTest extends RegistryStoreContract {
  @TempDir private Path directory;

  @Override
  RegistryStore open() {
    return SqlStore.open(directory.resolve("store"));
  }

  @Test
  void whatWasSavedIsThereAfterAKill() throws Exception {
    long said = saveUntilKilled(50);

    try (RegistryStore store = SqlStore.open(directory.resolve("killed"))) {
      Revision revision = store.revision();
      int saved = (int) revision.generation();
      assertThat(revision.generation()).isGreaterThanOrEqualTo(said);
      assertThat(store.history("order")).hasSize(saved);
      assertThat(store.files())
          .as("one push's files, none of an earlier one")
          .isEqualTo(sorted(saved));
      assertThat(store.since(0).schemas()).as("schemas of the same pushes").hasSize(saved);
      assertThat(store.since(0).versions()).hasSize(saved);
      assertThat(SavingProcess.save(store, saved + 1).generation()).isEqualTo(saved + 1);
    }
  }

  @Test
  void whatWasSavedIsThereWithoutAShutdown() throws IOException {
    RegistryStore open = SqlStore.open(directory.resolve("one"));
    SavingProcess.save(open, 1);
    copy(directory.resolve("one"), directory.resolve("two"));

    try (open;
        RegistryStore copy = SqlStore.open(directory.resolve("two"))) {
      assertThat(copy.revision()).isEqualTo(new Revision(1, 1));
      StoredVersion found = copy.newest("order").orElseThrow();
      assertThat(found).usingRecursiveComparison().isEqualTo(SavingProcess.version(1));
    }
  }

  @Test
  void aFileThatIsNoStoreIsNamed() throws IOException {
    Files.writeString(directory.resolve("registry.db"), "nothing of the kind ".repeat(100));

    assertThatThrownBy(() -> SqlStore.open(directory))
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
                directory.resolve("killed").toString())
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

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
