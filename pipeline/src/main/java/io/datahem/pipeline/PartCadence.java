package io.datahem.pipeline;

/**
 * When parts end: on a grid of moments that all partitions of this JVM share, so that a table takes
 * what several partitions hold for it in one commit. A part of many files lasts longer, as each
 * file costs some milliseconds until it is written, committed and merged, whatever it holds: with
 * more streams the tables get staler before the machine gets busier.
 */
final class PartCadence {
  /**
   * What a file costs is about half of this, so writing and committing take two partitions about a
   * core.
   */
  static final int MILLIS_PER_FILE = 12;

  static final int LONGEST_MILLIS = 30_000;

  private final int leastMillis;

  /**
   * A cadence.
   *
   * @param leastMillis what a part of few files lasts
   */
  PartCadence(int leastMillis) {
    this.leastMillis = leastMillis;
  }

  /** What a part of so many files lasts: as many times the least time as it takes. */
  long lengthMillis(int files) {
    long enough = Math.min(LONGEST_MILLIS, (long) files * MILLIS_PER_FILE);
    long times = (enough + leastMillis - 1) / leastMillis;
    return Math.max(1, times) * leastMillis;
  }

  /**
   * True when a part is to be closed.
   *
   * @param openedMillis when it was opened, by a clock that never jumps
   * @param nowMillis by the same clock
   */
  boolean isDue(long openedMillis, long nowMillis, int files) {
    long length = lengthMillis(files);
    return Math.floorDiv(nowMillis, length) > Math.floorDiv(openedMillis, length);
  }
}
