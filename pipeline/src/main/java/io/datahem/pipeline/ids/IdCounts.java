package io.datahem.pipeline.ids;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How many callers' ids a job remembers in files, and how many it had to forget. Thread-safe. */
public final class IdCounts {
  private final Map<Integer, Long> remembered = new ConcurrentHashMap<>();
  private final LongAdder forgotten = new LongAdder();

  void remembered(int partition, long ids) {
    remembered.put(partition, ids);
  }

  void forgotten(long ids) {
    forgotten.add(ids);
  }

  /** In the files of all partitions. */
  public long remembered() {
    return remembered.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Forgotten before their horizon, since the job started, because there were more than fit: a
   * retry of one of them is stored again.
   */
  public long forgotten() {
    return forgotten.sum();
  }
}
