package io.datahem.connectors.iceberg.parquet;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;

/** Timestamps as Iceberg keeps them. */
public final class EpochMicros {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;

  /**
   * Microseconds since 1970 of whatever a timestamp column's value is: an {@link Instant}, or
   * without a zone a {@link LocalDateTime}; Iceberg's readers give an {@link OffsetDateTime}.
   *
   * @throws ArithmeticException when they are more than a {@code long} holds
   */
  public static long of(Object value) {
    if (value instanceof Instant instant) {
      return of(instant.getEpochSecond(), instant.getNano());
    }
    if (value instanceof LocalDateTime local) {
      return of(local.toEpochSecond(ZoneOffset.UTC), local.get(ChronoField.NANO_OF_SECOND));
    }
    OffsetDateTime time = (OffsetDateTime) value;
    return of(time.toEpochSecond(), time.getNano());
  }

  private static long of(long seconds, int nanos) {
    return Math.addExact(Math.multiplyExact(seconds, MICROS_PER_SECOND), nanos / NANOS_PER_MICRO);
  }

  private EpochMicros() {}
}
