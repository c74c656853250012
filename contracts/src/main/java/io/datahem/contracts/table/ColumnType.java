package io.datahem.contracts.table;

/**
 * The type of a column, and the Java type of its values in a row. A repeated column holds a {@code
 * List} of them.
 */
public enum ColumnType {
  /** 64-bit signed; {@link Long}. */
  INT64,
  /** Decimal of 38 digits, 9 of them behind the point; {@link java.math.BigDecimal}. */
  NUMERIC,
  /**
   * Unsigned 64-bit, kept without loss as a decimal of 20 digits; {@link java.math.BigDecimal} of
   * scale 0.
   */
  UINT64,
  /** {@link Double}. */
  FLOAT64,
  /** {@link Boolean}. */
  BOOL,
  /** {@link String}, or another {@link CharSequence} whose {@code toString} gives it. */
  STRING,
  /** {@code byte[]}, or a {@link java.nio.ByteBuffer} of them. */
  BYTES,
  /** {@link java.time.LocalDate}. */
  DATE,
  /** A date and time without zone, microseconds; {@link java.time.LocalDateTime}. */
  DATETIME,
  /** A time of day, microseconds; {@link java.time.LocalTime}. */
  TIME,
  /** An instant, microseconds; {@link java.time.Instant}. */
  TIMESTAMP,
  /** Well-known text or GeoJSON; {@link String}. */
  GEOGRAPHY,
  /** JSON text; {@link String}. */
  JSON,
  /**
   * Nested columns; {@code Object[]} in the order of {@link Column#fields}. A repeated one of two
   * columns may also be a {@code Map} of the first to the second.
   */
  RECORD
}
