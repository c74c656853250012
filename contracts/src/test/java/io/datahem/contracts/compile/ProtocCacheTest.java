package io.datahem.contracts.compile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtocCacheTest {
  private static final byte[] ONE = "#!/bin/sh\necho one\n".getBytes(UTF_8);
  private static final byte[] OTHER = "#!/bin/sh\necho two\n".getBytes(UTF_8);

  @TempDir Path temporary;

  @Test
  void laterProcessesTakeTheFileThatIsThere() throws IOException {
    Path first = cache().executable(Bundled.of(ONE));
    FileTime written = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(first, written);

    assertThat(cache().executable(Bundled.of(ONE))).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(first)).isEqualTo(written);
    assertThat(names()).containsExactly(first.getFileName().toString());
  }

  @Test
  void anotherContentIsAnotherFile() throws IOException {
    Path one = cache().executable(Bundled.of(ONE));
    Path other = cache().executable(Bundled.of(OTHER));

    assertThat(one).isNotEqualTo(other).hasBinaryContent(ONE);
    assertThat(other).hasBinaryContent(OTHER);
  }

  @Test
  void whatIsNotWholeIsWrittenAgain() throws IOException {
    Path kept = cache().executable(Bundled.of(ONE));
    Files.write(kept, new byte[] {'#'});

    assertThat(cache().executable(Bundled.of(ONE)))
        .isEqualTo(kept)
        .hasBinaryContent(ONE)
        .isExecutable();
  }

  @Test
  void onlyTheUserMayEnterAndStart() throws IOException {
    assumeTrue(Files.getFileStore(temporary).supportsFileAttributeView("posix"));
    Files.createDirectory(directory());
    Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("rwxrwxrwx"));

    Path kept = cache().executable(Bundled.of(ONE));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())))
        .isEqualTo("rwx------");
  }

  @Test
  void manyMayStartAtOnce() throws Exception {
    ExecutorService starts = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Path>> each = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        each.add(
            () -> {
              Path kept = cache().executable(Bundled.of(ONE));
              assertThat(kept).hasBinaryContent(ONE).isExecutable();
              return kept;
            });
      }
      for (Future<Path> start : starts.invokeAll(each)) {
        assertThat(start.get().getParent()).isEqualTo(directory());
      }
    } finally {
      starts.shutdownNow();
    }
    assertThat(names()).hasSize(1);
  }

  @Test
  void aDirectoryThatCannotBeMadeIsAnError() throws IOException {
    Files.createFile(directory());

    assertThatThrownBy(() -> cache().executable(Bundled.of(ONE))).isInstanceOf(IOException.class);
  }

  @Test
  void liesWhereTheUserKeepsCaches() throws IOException {
    String home = temporary.resolve("home").toString();
    Path named = temporary.resolve("caches");

    assertThat(executable(Map.of("XDG_CACHE_HOME", named.toString()), home))
        .startsWith(named.resolve("datahem"));
    assertThat(executable(Map.of("XDG_CACHE_HOME", "relative"), home))
        .startsWith(Path.of(home, ".cache", "datahem"));
    assertThat(ProtocCache.ofUser(Map.of(), "?")).isEmpty();
  }

  private static Path executable(Map<String, String> environment, String home) throws IOException {
    return ProtocCache.ofUser(environment, home).orElseThrow().executable(Bundled.of(ONE));
  }

  private ProtocCache cache() {
    return new ProtocCache(directory());
  }

  private Path directory() {
    return temporary.resolve("cache");
  }

  private Set<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory())) {
      return Set.copyOf(files.map(file -> file.getFileName().toString()).toList());
    }
  }
}
