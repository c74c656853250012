package io.datahem.connectors.iceberg;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * Lets old snapshots go: every commit writes all that a table keeps. Kept are the last {@link
 * #MIN_TOKEN_SNAPSHOTS} that brought parts, for their tokens. The files that only an expired
 * snapshot names stay for the readers that began before.
 */
final class Expiry {
  static final int MIN_TOKEN_SNAPSHOTS = 25;

  /** Fewer are not worth a commit. */
  static final int MIN_EXPIRED = 25;

  /**
   * Expires what may go, if it is worth it.
   *
   * @param replaced takes the files that go with it
   */
  static int run(Table table, ReplacedFiles replaced, long nowMillis) {
    replaced.remove(table.io(), nowMillis);
    List<Long> old = expirable(table.snapshots());
    if (old.size() < MIN_EXPIRED) {
      return 0;
    }
    // Nothing goes by age: a table that is seldom written keeps its tokens all the same.
    ExpireSnapshots expire = table.expireSnapshots().expireOlderThan(0);
    // Iceberg's pool is for whoever waits.
    expire.planWith(TableCommits.ON_THIS_THREAD).executeDeleteWith(TableCommits.ON_THIS_THREAD);
    expire.deleteWith(path -> replaced.add(path, nowMillis));
    old.forEach(expire::expireSnapshotId);
    expire.commit();
    return old.size();
  }

  static List<Long> expirable(Iterable<Snapshot> snapshots) {
    List<Snapshot> newestFirst = new ArrayList<>();
    snapshots.forEach(newestFirst::add);
    newestFirst.sort(Comparator.comparingLong(Snapshot::sequenceNumber).reversed());
    List<Long> expirable = new ArrayList<>();
    int tokens = 0;
    for (Snapshot snapshot : newestFirst) {
      if (tokens >= MIN_TOKEN_SNAPSHOTS) {
        expirable.add(snapshot.snapshotId());
      }
      if (snapshot.summary().containsKey(GuardedOperations.TOKENS_PROPERTY)) {
        tokens++;
      }
    }
    return expirable;
  }

  private Expiry() {}
}
