package io.datahem.contracts.compile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * Where the protobuf compiler is kept from one process to the next: one file for each content, in a
 * directory that only this user may enter. A file appears whole or not at all, so processes that
 * start at the same time need no lock. Thread-safe.
 */
final class ProtocCache {
  private static final String OWNER_ONLY = "rwx------";

  private final Path directory;

  ProtocCache(Path directory) {
    this.directory = directory;
  }

  /**
   * The user's, by the convention of the desktop: {@code XDG_CACHE_HOME}, else {@code .cache} of
   * the home directory. Empty for a user who has no home, as in some containers.
   */
  static Optional<ProtocCache> ofUser(Map<String, String> environment, String home) {
    Path named = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
    Path caches = named.isAbsolute() ? named : Path.of(home, ".cache");
    return caches.isAbsolute()
        ? Optional.of(new ProtocCache(caches.resolve("datahem")))
        : Optional.empty();
  }

  /**
   * The file that holds an executable; written unless it is there.
   *
   * @throws IOException when the directory cannot be written, or belongs to somebody else
   */
  Path executable(Bundled bundled) throws IOException {
    Files.createDirectories(directory);
    ownerOnly(directory); // refused by the system unless the directory is this user's
    Path kept = directory.resolve("protoc-" + bundled.name() + ".exe");
    if (!isWhole(kept, bundled.sizeBytes())) {
      write(kept, bundled.content().read());
    }
    return kept;
  }

  private static boolean isWhole(Path file, long sizeBytes) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.isExecutable(file)
        && Files.size(file) == sizeBytes;
  }

  private void write(Path target, byte[] content) throws IOException {
    Path begun = Files.createTempFile(directory, "protoc", ".new");
    try {
      try (FileChannel channel = FileChannel.open(begun, StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true); // the name must not outlive a power cut that the content did not
      }
      ownerOnly(begun);
      Files.move(begun, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(begun);
    }
  }

  private static void ownerOnly(Path path) throws IOException {
    if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(OWNER_ONLY));
    }
  }
}
