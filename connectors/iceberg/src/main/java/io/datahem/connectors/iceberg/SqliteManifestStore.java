package io.datahem.connectors.iceberg;

import io.datahem.pipeline.ManifestStore;
import java.nio.file.Path;

/**
 * Manifests in a SQLite file beside the catalog. Every acceptance is on the disk when it returns.
 *
 * @param file the SQLite file
 */
public record SqliteManifestStore(String file) implements ManifestStore {
  private static final long serialVersionUID = 1L;

  /** The usual place under a directory. */
  public static SqliteManifestStore under(Path directory) {
    return new SqliteManifestStore(
        directory.toAbsolutePath().normalize().resolve("manifests.db").toString());
  }

  @Override
  public Session open() {
    return SqliteManifests.open(file);
  }
}
