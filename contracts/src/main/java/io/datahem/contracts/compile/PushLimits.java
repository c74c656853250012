package io.datahem.contracts.compile;

import java.time.Duration;

/**
 * What a push may cost: sources come from anybody who may push.
 *
 * @param maxFiles how many files
 * @param maxSourceBytes how many bytes all files together
 * @param maxPathChars how long a path
 * @param maxCompile how long the compiler may take
 */
public record PushLimits(int maxFiles, int maxSourceBytes, int maxPathChars, Duration maxCompile) {

  /** Far above what people write by hand. */
  public static final PushLimits DEFAULT =
      new PushLimits(2_000, 16 << 20, 255, Duration.ofSeconds(20));

  /** How many problems of one push are said. */
  static final int MAX_FINDINGS = 1_000;
}
