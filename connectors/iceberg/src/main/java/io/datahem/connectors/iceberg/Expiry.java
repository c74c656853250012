package io.datahem.connectors.iceberg;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * Lets old snapshots go, and with them the files that only they name. Kept are the last {@link
 * #MIN_TOKEN_SNAPSHOTS} that brought parts, for their tokens, and of the older ones, for {@link
 * #READER_GRACE}, those that a compaction came after: a reader that began before it finds its
 * files.
 */
final class Expiry {
  static final int MIN_TOKEN_SNAPSHOTS = 100;
  static final Duration READER_GRACE = Duration.ofMinutes(10);

  /** Fewer are not worth a commit. */
  static final int MIN_EXPIRED = 50;

  /** Expires what may go, if it is worth it. */
  static int run(Table table, long nowMillis) {
    List<Long> old = expirable(table.snapshots(), nowMillis);
    if (old.size() < MIN_EXPIRED) {
      return 0;
    }
    // Nothing goes by age: a table that is seldom written keeps its tokens all the same.
    ExpireSnapshots expire = table.expireSnapshots().expireOlderThan(0);
    // Iceberg's pool is for whoever waits.
    expire.planWith(TableCommits.ON_THIS_THREAD);
    old.forEach(expire::expireSnapshotId);
    expire.commit();
    return old.size();
  }

  static List<Long> expirable(Iterable<Snapshot> snapshots, long nowMillis) {
    List<Snapshot> newestFirst = new ArrayList<>();
    snapshots.forEach(newestFirst::add);
    newestFirst.sort(Comparator.comparingLong(Snapshot::sequenceNumber).reversed());
    List<Long> expirable = new ArrayList<>();
    int tokens = 0;
    boolean compactedAfter = false;
    for (Snapshot snapshot : newestFirst) {
      // A compaction is kept too: it is what says that the one before it is to be kept.
      boolean compaction =
          DataOperations.REPLACE.equals(snapshot.operation())
              && snapshot.timestampMillis() > nowMillis - READER_GRACE.toMillis();
      if (tokens >= MIN_TOKEN_SNAPSHOTS && !compaction && !compactedAfter) {
        expirable.add(snapshot.snapshotId());
      }
      if (snapshot.summary().containsKey(GuardedOperations.TOKENS_PROPERTY)) {
        tokens++;
      }
      compactedAfter = compaction;
    }
    return expirable;
  }

  private Expiry() {}
}
