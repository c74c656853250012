package io.datahem.pipeline;

import io.datahem.pipeline.ManifestStore.Manifest;
import io.datahem.pipeline.Warehouse.WrittenFile;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** An accepted manifest on its way into its tables. Thread-safe. */
final class PendingManifest {
  private final Manifest manifest;
  private final Runnable whenSettled;
  private final AtomicInteger tablesLeft;

  PendingManifest(Manifest manifest, Runnable whenSettled) {
    this.manifest = manifest;
    this.whenSettled = whenSettled;
    this.tablesLeft = new AtomicInteger(manifest.pending().size());
  }

  long id() {
    return manifest.id();
  }

  String token() {
    return manifest.token();
  }

  long oldestMillis() {
    return manifest.part().oldestMillis();
  }

  List<WrittenFile> files(String table) {
    return manifest.part().files().stream().filter(file -> file.table().equals(table)).toList();
  }

  void settledByOneTable() {
    if (tablesLeft.decrementAndGet() == 0) {
      whenSettled.run();
    }
  }
}
