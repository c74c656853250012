package io.datahem.connectors.iceberg;

import io.datahem.connectors.iceberg.parquet.EpochMicros;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoField;
import org.apache.iceberg.StructLike;
import org.jspecify.annotations.Nullable;

/**
 * A row as Iceberg's partition transforms want it. One view serves one row after the other; not
 * thread-safe.
 */
final class RowView implements StructLike {
  private final int[] slots;
  private @Nullable Object[] row = new Object[0];

  RowView(int[] slots) {
    this.slots = slots;
  }

  RowView of(@Nullable Object[] next) {
    row = next;
    return this;
  }

  @Override
  public int size() {
    return slots.length;
  }

  @Override
  public <T> @Nullable T get(int position, Class<T> type) {
    Object value = slots[position] < 0 ? null : row[slots[position]];
    return value == null ? null : type.cast(internal(value));
  }

  private static Object internal(Object value) {
    if (value instanceof Instant || value instanceof LocalDateTime) {
      return EpochMicros.of(value);
    }
    if (value instanceof LocalDate date) {
      return Math.toIntExact(date.toEpochDay());
    }
    if (value instanceof LocalTime time) {
      return time.getLong(ChronoField.MICRO_OF_DAY);
    }
    return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
  }

  @Override
  public <T> void set(int position, T value) {
    throw new UnsupportedOperationException("A view of a row is not written to");
  }
}
