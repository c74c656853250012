package io.datahem.connectors.iceberg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ReachableFileUtil;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Removes the files under a table's directory that no state of it names: what a process that died
 * had begun. Only files that nobody has written to for long, as a file is there before anything
 * names it.
 */
final class OrphanFiles {
  private final Table table;
  private final Set<Path> named = new HashSet<>();

  /**
   * The orphans of a table.
   *
   * @param keep paths that are named elsewhere
   */
  OrphanFiles(Table table, Set<String> keep) {
    this.table = table;
    keep.forEach(this::name);
  }

  /**
   * Removes them.
   *
   * @param olderThanMillis files written to since then are left alone, milliseconds since 1970
   * @return how many were removed
   */
  int remove(long olderThanMillis) throws IOException {
    nameReachable();
    Path root = path(table.location());
    if (!Files.isDirectory(root)) {
      return 0;
    }
    Sweep sweep = new Sweep(olderThanMillis);
    Files.walkFileTree(root, sweep);
    return sweep.removed;
  }

  private void nameReachable() throws IOException {
    ReachableFileUtil.metadataFileLocations(table, false).forEach(this::name);
    ReachableFileUtil.manifestListLocations(table).forEach(this::name);
    ReachableFileUtil.statisticsFilesLocations(table).forEach(this::name);
    name(ReachableFileUtil.versionHintLocation(table));
    Set<ManifestFile> manifests = new HashSet<>();
    for (Snapshot snapshot : table.snapshots()) {
      manifests.addAll(snapshot.allManifests(table.io()));
    }
    for (ManifestFile manifest : manifests) {
      name(manifest.path());
      try (CloseableIterable<String> files = ManifestFiles.readPaths(manifest, table.io())) {
        files.forEach(this::name);
      }
    }
  }

  private void name(String location) {
    named.add(path(location));
  }

  private static Path path(String location) {
    return Path.of(location.startsWith("file:") ? location.substring("file:".length()) : location)
        .toAbsolutePath()
        .normalize();
  }

  private final class Sweep extends SimpleFileVisitor<Path> {
    private final long olderThanMillis;
    private int removed;

    Sweep(long olderThanMillis) {
      this.olderThanMillis = olderThanMillis;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      boolean old = attributes.lastModifiedTime().toMillis() < olderThanMillis;
      if (old && !named.contains(file.toAbsolutePath().normalize())) {
        try {
          removed += Files.deleteIfExists(file) ? 1 : 0;
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return FileVisitResult.CONTINUE;
    }

    /** Others remove files at the same time. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }
}
