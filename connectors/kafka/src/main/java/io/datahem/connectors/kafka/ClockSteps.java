package io.datahem.connectors.kafka;

import java.util.concurrent.TimeUnit;

/**
 * Sees that the wall clock was set back, by the clock that never jumps. Kafka's clients measure by
 * the wall clock what waits: after such a step they would wait for as long as it was. Not
 * thread-safe.
 */
final class ClockSteps {
  /** Smaller steps cost no more than that. */
  static final long TOLERATED_MILLIS = 200;

  private long ahead;

  /**
   * A first look at the two clocks.
   *
   * @param wallMillis milliseconds since 1970
   * @param nanoTime of {@link System#nanoTime}
   */
  ClockSteps(long wallMillis, long nanoTime) {
    this.ahead = ahead(wallMillis, nanoTime);
  }

  /** True when the wall clock was set back since the last look. */
  boolean isSetBack(long wallMillis, long nanoTime) {
    long before = ahead;
    ahead = ahead(wallMillis, nanoTime);
    return ahead < before - TOLERATED_MILLIS;
  }

  private static long ahead(long wallMillis, long nanoTime) {
    return wallMillis - TimeUnit.NANOSECONDS.toMillis(nanoTime);
  }
}
