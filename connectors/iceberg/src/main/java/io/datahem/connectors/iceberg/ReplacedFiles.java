package io.datahem.connectors.iceberg;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/**
 * Files of one table that no snapshot names any more. They are removed once no reader can want them
 * that began while one did. What is forgotten here when the process ends, or beyond {@link
 * #MAX_FILES}, are orphans, and go when those do. Thread-safe.
 */
final class ReplacedFiles {
  static final Duration READER_GRACE = Duration.ofMinutes(10);
  static final int MAX_FILES = 200_000;

  private final Deque<Replaced> files = new ArrayDeque<>();

  private record Replaced(String path, long atMillis) {}

  synchronized void add(String path, long nowMillis) {
    if (files.size() < MAX_FILES) {
      files.addLast(new Replaced(path, nowMillis));
    }
  }

  /**
   * Removes what nobody can want.
   *
   * @return how many were removed
   */
  int remove(FileIO io, long nowMillis) {
    int removed = 0;
    for (Replaced next = due(nowMillis); next != null; next = due(nowMillis)) {
      io.deleteFile(next.path);
      removed++;
    }
    return removed;
  }

  private synchronized @Nullable Replaced due(long nowMillis) {
    Replaced first = files.peekFirst();
    return first != null && first.atMillis <= nowMillis - READER_GRACE.toMillis()
        ? files.removeFirst()
        : null;
  }
}
