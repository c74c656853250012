package io.datahem.contracts.infer;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Whether integers are times: their field's name says so, and all of them (but 0, which stands for
 * none) lie between 2001 and 2100 in one unit.
 */
final class Epoch {
  private static final Set<String> WORDS =
      Set.of(
          "at",
          "on",
          "time",
          "timestamp",
          "ts",
          "date",
          "datetime",
          "created",
          "updated",
          "expires",
          "expiry",
          "modified",
          "seconds",
          "millis",
          "ms",
          "epoch",
          "since",
          "until",
          "iat",
          "exp",
          "nbf");
  private static final BigInteger FROM_SECONDS = BigInteger.valueOf(978_307_200L);
  private static final BigInteger TO_SECONDS = BigInteger.valueOf(4_102_444_800L);

  /** What they seem to be, in a sentence. */
  static Optional<String> guess(String key, NumberStats numbers) {
    boolean named = Words.of(Words.snake(key)).stream().anyMatch(WORDS::contains);
    if (!named || numbers.type() != NumberStats.Type.INT64) {
      return Optional.empty();
    }
    String[] units = {"seconds", "milliseconds", "microseconds", "nanoseconds"};
    BigInteger factor = BigInteger.ONE;
    for (String unit : units) {
      if (isWithin(numbers, factor)) {
        Instant most = Instant.ofEpochSecond(numbers.max().divide(factor).longValueExact());
        return Optional.of(
            "When it was, it seems: "
                + unit
                + " since 1970, e.g. "
                + numbers.max()
                + " for "
                + most
                + (numbers.min().signum() == 0 ? ", 0 for none." : "."));
      }
      factor = factor.multiply(BigInteger.valueOf(1_000));
    }
    return Optional.empty();
  }

  private static boolean isWithin(NumberStats numbers, BigInteger factor) {
    boolean least =
        numbers.min().signum() == 0 || numbers.min().compareTo(FROM_SECONDS.multiply(factor)) >= 0;
    return least
        && numbers.max().compareTo(FROM_SECONDS.multiply(factor)) >= 0
        && numbers.max().compareTo(TO_SECONDS.multiply(factor)) < 0;
  }

  private Epoch() {}
}
