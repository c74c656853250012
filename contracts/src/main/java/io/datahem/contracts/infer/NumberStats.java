package io.datahem.contracts.infer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.datahem.contracts.infer.InferenceException.Code;
import java.io.IOException;
import java.math.BigInteger;

/** What a field's numbers have in common. Not thread-safe. */
final class NumberStats {
  private static final BigInteger MAX_INT64 = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger MIN_INT64 = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX_UINT64 =
      BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
  private static final double MAX_EXACT = 1L << 53;

  private long count;
  private long fractions;
  private BigInteger min = BigInteger.ZERO;
  private BigInteger max = BigInteger.ZERO;
  private double minFraction = Double.POSITIVE_INFINITY;
  private double maxFraction = Double.NEGATIVE_INFINITY;

  /** The type that takes every number. */
  enum Type {
    INT64,
    UINT64,
    DOUBLE,
    /** No protobuf number takes them all. */
    NONE
  }

  /**
   * Takes the number at the parser's current token.
   *
   * @throws InferenceException when it is beyond a double: no protobuf type takes it
   */
  void observe(JsonParser in) throws IOException {
    // Once the parser is asked for a double, it has forgotten an integer's digits.
    boolean whole = in.currentToken() == JsonToken.VALUE_NUMBER_INT;
    BigInteger integer = whole ? in.getBigIntegerValue() : BigInteger.ZERO;
    double number = whole ? integer.doubleValue() : in.getDoubleValue();
    if (Double.isInfinite(number)) {
      throw new InferenceException(
          Code.LIMIT_EXCEEDED,
          "Cannot infer a type at "
              + SampleBudget.where(in)
              + ": found a number beyond a double, expected less: such an event has no row.");
    }
    if (whole) {
      integer(integer);
    } else {
      fraction(number);
    }
    count++;
  }

  private void integer(BigInteger number) {
    boolean first = count == fractions;
    min = first ? number : min.min(number);
    max = first ? number : max.max(number);
  }

  private void fraction(double number) {
    fractions++;
    minFraction = Math.min(minFraction, number);
    maxFraction = Math.max(maxFraction, number);
  }

  void merge(NumberStats other) {
    if (other.count > other.fractions) {
      integer(other.min);
      // The second is no first.
      count++;
      integer(other.max);
      count--;
    }
    count += other.count;
    fractions += other.fractions;
    minFraction = Math.min(minFraction, other.minFraction);
    maxFraction = Math.max(maxFraction, other.maxFraction);
  }

  Type type() {
    if (fractions > 0) {
      return Type.DOUBLE;
    }
    if (min.compareTo(MIN_INT64) >= 0 && max.compareTo(MAX_INT64) <= 0) {
      return Type.INT64;
    }
    return min.signum() >= 0 && max.compareTo(MAX_UINT64) <= 0 ? Type.UINT64 : Type.NONE;
  }

  long count() {
    return count;
  }

  /** True when a double cannot tell some of the integers apart. */
  boolean losesDigits() {
    return fractions > 0 && (min.doubleValue() < -MAX_EXACT || max.doubleValue() > MAX_EXACT);
  }

  /** The smallest integer seen. */
  BigInteger min() {
    return min;
  }

  /** The largest integer seen. */
  BigInteger max() {
    return max;
  }

  /** The smallest number, as text. */
  String least() {
    return fractions == 0
        ? min.toString()
        : Double.toString(
            fractions == count ? minFraction : Math.min(minFraction, min.doubleValue()));
  }

  /** The largest number, as text. */
  String most() {
    return fractions == 0
        ? max.toString()
        : Double.toString(
            fractions == count ? maxFraction : Math.max(maxFraction, max.doubleValue()));
  }
}
