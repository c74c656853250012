package io.datahem.connectors.iceberg;

import io.datahem.pipeline.FencedException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.encryption.EncryptionManager;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/**
 * A table's operations that refuse to commit tokens which the replaced state has already, and to
 * commit after a newer job did. The catalog replaces exactly that state or nothing, so of two who
 * commit the same token one is refused, however they race; and a job that was paused for so long
 * that its tokens are forgotten is refused for what it is.
 */
final class GuardedOperations implements TableOperations {
  /** The snapshot property that names the parts a commit brought. */
  static final String TOKENS_PROPERTY = "datahem.parts";

  /** The snapshot property that says which job made the commit: later ones have greater numbers. */
  static final String JOB_PROPERTY = "datahem.job";

  private final TableOperations table;
  private final Consumer<TableMetadata> check;

  /** A token of this commit is in the table already: look again which are missing. */
  static final class TokenKnownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TokenKnownException() {
      super("A part of this commit is in the table already");
    }
  }

  /**
   * Operations that ask before they commit.
   *
   * @param check throws when the state that it is given must not be replaced
   */
  GuardedOperations(TableOperations table, Consumer<TableMetadata> check) {
    this.table = table;
    this.check = check;
  }

  /** Refuses tokens that the state has already, and a job that is not the newest. */
  static Consumer<TableMetadata> bringing(Collection<String> tokens, long job) {
    List<String> brought = List.copyOf(tokens);
    return base -> {
      notAfter(job, base);
      Set<String> known = known(base);
      if (brought.stream().anyMatch(known::contains)) {
        throw new TokenKnownException();
      }
    };
  }

  /**
   * Refuses to replace another snapshot than one.
   *
   * @param snapshot its id; -1 for a table that has none
   */
  static Consumer<TableMetadata> replacing(long snapshot, long job) {
    return base -> {
      notAfter(job, base);
      Snapshot found = base.currentSnapshot();
      if ((found == null ? -1 : found.snapshotId()) != snapshot) {
        throw new ValidationException(
            "Cannot replace snapshot %s: somebody else has", Long.toString(snapshot));
      }
    };
  }

  private static void notAfter(long job, TableMetadata base) {
    if (newestJob(base) > job) {
      throw new FencedException("number " + job);
    }
  }

  /** The newest job that a state's snapshots tell of; 0 when none does. */
  private static long newestJob(TableMetadata metadata) {
    long newest = 0;
    for (Snapshot snapshot : metadata.snapshots()) {
      String by = snapshot.summary().get(JOB_PROPERTY);
      if (by != null) {
        newest = Math.max(newest, Long.parseLong(by));
      }
    }
    return newest;
  }

  /** The tokens of every snapshot that a state still lists. */
  static Set<String> known(TableMetadata metadata) {
    Set<String> known = new HashSet<>();
    for (Snapshot snapshot : metadata.snapshots()) {
      String committed = snapshot.summary().get(TOKENS_PROPERTY);
      if (committed != null) {
        known.addAll(List.of(committed.split(",", -1)));
      }
    }
    return known;
  }

  @Override
  public void commit(TableMetadata base, TableMetadata metadata) {
    check.accept(base);
    table.commit(base, metadata);
  }

  @Override
  public TableMetadata current() {
    return table.current();
  }

  @Override
  public TableMetadata refresh() {
    return table.refresh();
  }

  @Override
  public FileIO io() {
    return table.io();
  }

  @Override
  public EncryptionManager encryption() {
    return table.encryption();
  }

  @Override
  public String metadataFileLocation(String fileName) {
    return table.metadataFileLocation(fileName);
  }

  @Override
  public LocationProvider locationProvider() {
    return table.locationProvider();
  }

  @Override
  public TableOperations temp(TableMetadata uncommitted) {
    return table.temp(uncommitted);
  }

  @Override
  public long newSnapshotId() {
    return table.newSnapshotId();
  }

  @Override
  public boolean requireStrictCleanup() {
    return table.requireStrictCleanup();
  }
}
