package io.datahem.connectors.iceberg;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Directories whose entries are on the disk. Syncing a file keeps its bytes, not its name: after a
 * power cut a file whose directory was not synced may be gone.
 */
final class Directories {

  /** Makes a directory and those above it, each with its name on the disk. */
  static void create(@Nullable Path directory) throws IOException {
    if (directory == null || Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.getParent();
    create(parent);
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      // Another writer was quicker, and may not have synced it yet.
    }
    sync(parent);
  }

  /** Puts the names in a directory on the disk. */
  static void sync(@Nullable Path directory) throws IOException {
    if (directory != null) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private Directories() {}
}
