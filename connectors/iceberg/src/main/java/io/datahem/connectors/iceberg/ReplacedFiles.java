package io.datahem.connectors.iceberg;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/**
 * Files of one table that are named no more, or will not be once old snapshots are expired. They
 * are removed when no reader can want them that began while a snapshot named them. What is
 * forgotten here when the process ends, or beyond {@link #MAX_FILES}, are orphans, and go when
 * those do. Thread-safe.
 */
final class ReplacedFiles {
  static final Duration READER_GRACE = Duration.ofMinutes(10);
  static final int MAX_FILES = 200_000;

  private final List<Merge> merges = new ArrayList<>();
  private final Deque<Expired> expired = new ArrayDeque<>();
  private int files;

  private record Merge(long snapshot, long sequence, List<String> paths) {}

  private record Expired(String path, long atMillis) {}

  /**
   * A compaction has replaced data files.
   *
   * @param snapshot the one that it made: those before it name the files
   * @param sequence that snapshot's sequence number
   */
  synchronized void merged(long snapshot, long sequence, List<String> paths) {
    if (files + paths.size() <= MAX_FILES) {
      merges.add(new Merge(snapshot, sequence, List.copyOf(paths)));
      files += paths.size();
    }
  }

  /** The snapshots of which it is known here what they replaced. */
  synchronized Set<Long> merges() {
    Set<Long> known = new HashSet<>();
    merges.forEach(merge -> known.add(merge.snapshot));
    return known;
  }

  /**
   * Snapshots have gone, and with them the last name of files.
   *
   * @param firstKept the sequence number of the oldest snapshot left
   * @param alone what else only they named
   */
  synchronized void expired(long firstKept, Collection<String> alone, long nowMillis) {
    for (Iterator<Merge> each = merges.iterator(); each.hasNext(); ) {
      Merge merge = each.next();
      if (merge.sequence <= firstKept) {
        merge.paths.forEach(path -> expired.addLast(new Expired(path, nowMillis)));
        each.remove();
      }
    }
    alone.forEach(path -> expired(path, nowMillis));
  }

  /** A file is named no more. */
  synchronized void expired(String path, long nowMillis) {
    if (files < MAX_FILES) {
      expired.addLast(new Expired(path, nowMillis));
      files++;
    }
  }

  /**
   * Removes what nobody can want.
   *
   * @return how many were removed
   */
  int remove(FileIO io, long nowMillis) {
    int removed = 0;
    for (Expired next = due(nowMillis); next != null; next = due(nowMillis)) {
      io.deleteFile(next.path);
      removed++;
    }
    return removed;
  }

  private synchronized @Nullable Expired due(long nowMillis) {
    Expired first = expired.peekFirst();
    if (first == null || first.atMillis > nowMillis - READER_GRACE.toMillis()) {
      return null;
    }
    files--;
    return expired.removeFirst();
  }
}
