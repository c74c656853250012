package io.datahem.pipeline;

import io.datahem.pipeline.ManifestStore.Manifest;
import io.datahem.pipeline.Warehouse.WrittenFile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * An accepted manifest on its way into its tables. Of files that are in their table nothing is
 * kept: one table that cannot be committed for long does not hold the others' in memory.
 * Thread-safe.
 */
final class PendingManifest {
  private final long id;
  private final String token;
  private final long oldestMillis;
  private final Map<String, List<WrittenFile>> files;
  private final Runnable whenSettled;
  private final AtomicInteger tablesLeft;

  /**
   * A manifest.
   *
   * @param tables those that wait for it here
   * @param whenSettled is called once each of them has said that it waits no more
   */
  PendingManifest(Manifest manifest, Set<String> tables, Runnable whenSettled) {
    this.id = manifest.id();
    this.token = manifest.token();
    this.oldestMillis = manifest.part().oldestMillis();
    this.files =
        manifest.part().files().stream()
            .filter(file -> tables.contains(file.table()))
            .collect(Collectors.groupingByConcurrent(WrittenFile::table));
    this.whenSettled = whenSettled;
    this.tablesLeft = new AtomicInteger(tables.size());
  }

  long id() {
    return id;
  }

  String token() {
    return token;
  }

  long oldestMillis() {
    return oldestMillis;
  }

  List<WrittenFile> files(String table) {
    return files.getOrDefault(table, List.of());
  }

  /** A table has the files, or waits for them elsewhere. */
  void settledBy(String table) {
    files.remove(table);
    if (tablesLeft.decrementAndGet() == 0) {
      whenSettled.run();
    }
  }
}
