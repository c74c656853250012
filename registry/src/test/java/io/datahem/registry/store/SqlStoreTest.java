package io.datahem.registry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
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

  @Override
  String location() {
    return directory.resolve("store").toString();
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

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
