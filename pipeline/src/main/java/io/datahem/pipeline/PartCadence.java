package io.datahem.pipeline;

/**
 * When parts end: on a grid of moments that all partitions of this JVM share, so that a table takes
 * what several partitions hold for it in one commit. A part of many files lasts longer, as each
 * file costs some milliseconds until it is written, committed and merged, whatever it holds: with
 * more streams the tables get staler before the machine gets busier. So does a part of a partition
 * that is far behind: what it holds is late whatever happens, and fewer files get it there sooner.
 */
final class PartCadence {
  /**
   * What a file costs is about half of this, so writing and committing take two partitions about a
   * core.
   */
  static final int MILLIS_PER_FILE = 12;

  static final int LONGEST_MILLIS = 30_000;

  /** A part adds at most this share of it to how late its events are already. */
  static final int SHARE_OF_LATENESS = 4;

  /**
   * So many times the least time, a power of two: shorter grids hold the moments of longer ones.
   */
  static final int MOST_TIMES_WHEN_LATE = 8;

  private final int leastMillis;

  /**
   * A cadence.
   *
   * @param leastMillis what a part of few files lasts
   */
  PartCadence(int leastMillis) {
    this.leastMillis = leastMillis;
  }

  /**
   * What a part lasts: as many times the least time as it takes.
   *
   * @param files how many it has
   * @param lateMillis how long its partition will take to catch up with the log
   */
  long lengthMillis(int files, long lateMillis) {
    long enough = Math.min(LONGEST_MILLIS, (long) files * MILLIS_PER_FILE);
    long times = (enough + leastMillis - 1) / leastMillis;
    return Math.max(timesWhenLate(lateMillis), times) * leastMillis;
  }

  private long timesWhenLate(long lateMillis) {
    long bearable = lateMillis / SHARE_OF_LATENESS / leastMillis;
    return Math.min(MOST_TIMES_WHEN_LATE, Long.highestOneBit(Math.max(1, bearable)));
  }

  /**
   * True when a part is to be closed.
   *
   * @param openedMillis when it was opened, by a clock that never jumps
   * @param nowMillis by the same clock
   */
  boolean isDue(long openedMillis, long nowMillis, int files, long lateMillis) {
    long length = lengthMillis(files, lateMillis);
    return Math.floorDiv(nowMillis, length) > Math.floorDiv(openedMillis, length);
  }
}
