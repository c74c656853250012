package io.datahem.connectors.iceberg;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * Lets a table's old snapshots go: every commit writes all that it keeps. Of a stream's table the
 * last {@link #MIN_TOKEN_SNAPSHOTS} that brought parts are kept, for their tokens. The files that
 * only an expired snapshot names stay a while for the readers that began before.
 */
final class Expiry {
  static final int MIN_TOKEN_SNAPSHOTS = 25;

  static final int MIN_EXPIRED = 25;

  /** What a stream's table keeps. */
  static final Policy TOKENS =
      new Policy(
          snapshot -> snapshot.summary().containsKey(GuardedOperations.TOKENS_PROPERTY),
          MIN_TOKEN_SNAPSHOTS,
          MIN_EXPIRED);

  /** What a reporting table keeps: each snapshot may be a whole table. */
  static final Policy MERGES = new Policy(snapshot -> true, 2, 1);

  private final Policy policy;
  private final Table table;
  private final ReplacedFiles replaced;
  private final long nowMillis;

  /**
   * What is kept.
   *
   * @param counts which snapshots
   * @param minKept so many of the newest of them, and what is newer than those
   * @param minExpired fewer are not worth a commit
   */
  record Policy(Predicate<Snapshot> counts, int minKept, int minExpired) {}

  /**
   * The expiry of a table's snapshots.
   *
   * @param replaced takes the files that go with them
   * @param nowMillis by the clock of {@code replaced}
   */
  Expiry(Table table, Policy policy, ReplacedFiles replaced, long nowMillis) {
    this.policy = policy;
    this.table = table;
    this.replaced = replaced;
    this.nowMillis = nowMillis;
  }

  /**
   * Expires what may go, if it is worth it.
   *
   * @return how many snapshots went
   */
  int run() {
    replaced.remove(table.io(), nowMillis);
    List<Snapshot> newestFirst = newestFirst(table.snapshots());
    int kept = kept(newestFirst);
    List<Snapshot> old = newestFirst.subList(kept, newestFirst.size());
    if (old.size() < policy.minExpired) {
      return 0;
    }
    try {
      expire(newestFirst, kept);
    } catch (RuntimeException e) {
      table.refresh();
      if (old.stream().allMatch(snapshot -> table.snapshot(snapshot.snapshotId()) != null)) {
        throw e;
      }
      // Another session was quicker, and Iceberg cannot expire what is gone.
      return 0;
    }
    return old.size();
  }

  private void expire(List<Snapshot> newestFirst, int kept) {
    List<Snapshot> old = newestFirst.subList(kept, newestFirst.size());
    // Nothing goes by age: a table that is seldom written keeps its tokens all the same.
    ExpireSnapshots expire = table.expireSnapshots().expireOlderThan(0);
    old.forEach(snapshot -> expire.expireSnapshotId(snapshot.snapshotId()));
    if (isUnderstood(newestFirst)) {
      List<Snapshot> left = List.copyOf(newestFirst.subList(0, kept));
      Collection<String> alone = namedByThemAlone(old, left);
      expire.cleanExpiredFiles(false).commit();
      replaced.expired(left.get(kept - 1).sequenceNumber(), alone, nowMillis);
    } else {
      // Iceberg's pool is for whoever waits.
      expire.planWith(TableCommits.ON_THIS_THREAD).executeDeleteWith(TableCommits.ON_THIS_THREAD);
      expire.deleteWith(path -> replaced.expired(path, nowMillis));
      expire.commit();
    }
  }

  /**
   * True when it is known here which data files go: appends replace none, and what compactions of
   * this session replaced was noted. Else Iceberg reads all manifests to find out.
   */
  private boolean isUnderstood(List<Snapshot> snapshots) {
    Set<Long> merges = replaced.merges();
    return snapshots.stream()
        .allMatch(
            snapshot ->
                snapshot.operation().equals(DataOperations.APPEND)
                    || merges.contains(snapshot.snapshotId()));
  }

  /** The lists and manifests of snapshots that go; data files are another matter. */
  private Collection<String> namedByThemAlone(List<Snapshot> old, List<Snapshot> left) {
    Set<String> alone = new HashSet<>();
    for (Snapshot snapshot : old) {
      alone.add(snapshot.manifestListLocation());
      snapshot.allManifests(table.io()).stream().map(ManifestFile::path).forEach(alone::add);
    }
    for (Snapshot snapshot : left) {
      snapshot.allManifests(table.io()).stream().map(ManifestFile::path).forEach(alone::remove);
    }
    return alone;
  }

  private static List<Snapshot> newestFirst(Iterable<Snapshot> snapshots) {
    List<Snapshot> newestFirst = new ArrayList<>();
    snapshots.forEach(newestFirst::add);
    newestFirst.sort(Comparator.comparingLong(Snapshot::sequenceNumber).reversed());
    return newestFirst;
  }

  /** How many of the newest are kept. */
  private int kept(List<Snapshot> newestFirst) {
    int tokens = 0;
    for (int i = 0; i < newestFirst.size(); i++) {
      if (policy.counts.test(newestFirst.get(i))) {
        tokens++;
      }
      if (tokens == policy.minKept) {
        return i + 1;
      }
    }
    return newestFirst.size();
  }
}
