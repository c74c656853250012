package io.datahem.connectors.iceberg;

import io.datahem.pipeline.ManifestStore;
import io.datahem.pipeline.WarehouseException;
import io.datahem.pipeline.WarehouseException.Reason;
import java.io.IOException;
import java.nio.file.Files;
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

  /** Opens a session; the file and its directory are made when they are missing. */
  @Override
  public Session open() {
    try {
      Path parent = Path.of(file).getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
    } catch (IOException e) {
      throw new WarehouseException(
          Reason.WAREHOUSE_UNAVAILABLE,
          "Cannot open the manifest store " + file + ": " + e.getMessage(),
          e);
    }
    return SqliteManifests.open(file);
  }
}
