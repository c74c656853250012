package io.datahem.connectors.iceberg;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.apache.iceberg.util.LocationUtil;
import org.jspecify.annotations.Nullable;

/**
 * A table's state, kept between commits: one that nobody else has changed is not read again.
 * Iceberg's own operations read back what they have just written, which is a quarter of a small
 * commit. Thread-safe.
 */
final class TableState implements TableOperations {
  private static final String METADATA_SUFFIX = ".metadata.json";

  private final TableIdentifier name;
  private final CatalogPointers pointers;
  private final FileIO io;
  private @Nullable TableMetadata current;

  TableState(TableIdentifier name, CatalogPointers pointers, FileIO io) {
    this.name = name;
    this.pointers = pointers;
    this.io = io;
  }

  @Override
  public synchronized TableMetadata current() {
    return current == null ? refresh() : current;
  }

  @Override
  public synchronized TableMetadata refresh() {
    String location = location().orElse(null);
    if (location == null) {
      current = null;
      throw new NoSuchTableException("Cannot find table %s in the catalog", name);
    }
    TableMetadata known = current;
    if (known == null || !location.equals(known.metadataFileLocation())) {
      known = TableMetadataParser.read(io, location);
      current = known;
    }
    return known;
  }

  private Optional<String> location() {
    try {
      return pointers.location(name);
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot read the catalog: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized void commit(@Nullable TableMetadata base, TableMetadata metadata) {
    if (base == null || base != current()) {
      throw new CommitFailedException("Cannot commit to %s: its state is stale", name);
    }
    if (base == metadata) {
      return;
    }
    String location = metadataFileLocation(metadata, nextFile(base));
    TableMetadataParser.overwrite(metadata, io.newOutputFile(location));
    if (!swap(base.metadataFileLocation(), location)) {
      io.deleteFile(location);
      throw new CommitFailedException("Cannot commit to %s: it has changed", name);
    }
    current =
        TableMetadata.buildFrom(metadata).discardChanges().withMetadataLocation(location).build();
    CatalogUtil.deleteRemovedMetadataFiles(io, base, metadata);
  }

  private boolean swap(String from, String to) {
    try {
      return pointers.swap(name, from, to);
    } catch (SQLException e) {
      String now;
      try {
        now = pointers.location(name).orElse("");
      } catch (SQLException again) {
        e.addSuppressed(again);
        current = null;
        throw new CommitStateUnknownException(e);
      }
      if (now.equals(to)) {
        return true;
      }
      if (!now.equals(from)) {
        // Somebody may have built on what was swapped in.
        current = null;
        throw new CommitStateUnknownException(e);
      }
      io.deleteFile(to);
      throw new IllegalStateException("Cannot write the catalog: " + e.getMessage(), e);
    }
  }

  /** Numbered, as Iceberg's own are: whoever looks into the directory finds the newest. */
  private static String nextFile(TableMetadata base) {
    String last = base.metadataFileLocation();
    String number = last.substring(last.lastIndexOf('/') + 1);
    int dash = number.indexOf('-');
    int version;
    try {
      version = dash < 0 ? 0 : Integer.parseInt(number.substring(0, dash));
    } catch (NumberFormatException e) {
      version = 0;
    }
    return String.format(Locale.ROOT, "%05d-%s%s", version + 1, UUID.randomUUID(), METADATA_SUFFIX);
  }

  @Override
  public FileIO io() {
    return io;
  }

  @Override
  public String metadataFileLocation(String fileName) {
    return metadataFileLocation(current(), fileName);
  }

  private static String metadataFileLocation(TableMetadata metadata, String fileName) {
    return LocationUtil.stripTrailingSlash(metadata.location()) + "/metadata/" + fileName;
  }

  @Override
  public LocationProvider locationProvider() {
    TableMetadata state = current();
    return LocationProviders.locationsFor(state.location(), state.properties());
  }
}
