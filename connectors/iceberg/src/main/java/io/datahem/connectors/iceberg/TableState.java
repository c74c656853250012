package io.datahem.connectors.iceberg;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
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
  static final String METADATA_SUFFIX = ".metadata.json";

  /** Iceberg bears a clock that is wrong by a minute. */
  private static final long BORNE_MILLIS = 20_000;

  private final TableIdentifier name;
  private final CatalogPointers pointers;
  private final FileIO io;
  private final LongSupplier wallClock;

  /** As its file has it. */
  private @Nullable TableMetadata state;

  /** As it is handed out: the same, unless the clock was set back ({@link History}). */
  private @Nullable TableMetadata current;

  TableState(TableIdentifier name, CatalogPointers pointers, FileIO io) {
    this(name, pointers, io, System::currentTimeMillis);
  }

  /** A state by a clock in milliseconds since 1970, which may be set. */
  TableState(TableIdentifier name, CatalogPointers pointers, FileIO io, LongSupplier wallClock) {
    this.name = name;
    this.pointers = pointers;
    this.io = io;
    this.wallClock = wallClock;
  }

  @Override
  public synchronized TableMetadata current() {
    return current == null ? refresh() : current;
  }

  @Override
  public synchronized TableMetadata refresh() {
    String location = location().orElse(null);
    if (location == null) {
      throw new NoSuchTableException("Cannot find table %s in the catalog", name);
    }
    TableMetadata known = state;
    if (known == null || !location.equals(known.metadataFileLocation())) {
      return adopt(TableMetadataParser.read(io, location));
    }
    long now = wallClock.getAsLong();
    TableMetadata shown = current;
    return shown == null || History.newestMillis(shown) > now + BORNE_MILLIS ? adopt(known) : shown;
  }

  private TableMetadata adopt(TableMetadata read) {
    long now = wallClock.getAsLong();
    TableMetadata shown =
        History.newestMillis(read) > now + BORNE_MILLIS ? History.until(read, now) : read;
    state = read;
    current = shown;
    return shown;
  }

  /** The last state that was read or written here, also when the catalog has none any more. */
  synchronized Optional<TableMetadata> lastKnown() {
    return Optional.ofNullable(state);
  }

  /** True when the catalog has the table. */
  boolean exists() {
    return location().isPresent();
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
    TableMetadata before = requireNonNull(state);
    String location = metadataFileLocation(metadata, nextFile(base));
    TableMetadata next =
        before == base
            ? TableMetadata.buildFrom(metadata)
                .discardChanges()
                .withMetadataLocation(location)
                .build()
            : History.restored(before, metadata, location);
    TableMetadataParser.overwrite(next, io.newOutputFile(location));
    if (!swap(base.metadataFileLocation(), location)) {
      io.deleteFile(location);
      throw new CommitFailedException("Cannot commit to %s: it has changed", name);
    }
    adopt(next);
    CatalogUtil.deleteRemovedMetadataFiles(io, before, next);
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
        forget();
        throw new CommitStateUnknownException(e);
      }
      if (now.equals(to)) {
        return true;
      }
      if (!now.equals(from)) {
        // Somebody may have built on what was swapped in.
        forget();
        throw new CommitStateUnknownException(e);
      }
      io.deleteFile(to);
      throw new IllegalStateException("Cannot write the catalog: " + e.getMessage(), e);
    }
  }

  private void forget() {
    state = null;
    current = null;
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
