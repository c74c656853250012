package io.datahem.connectors.iceberg.parquet;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoField;
import org.apache.iceberg.types.Type.TypeID;
import org.apache.iceberg.types.Types.DecimalType;
import org.jspecify.annotations.Nullable;

/** A column of whole numbers, or of what is kept as such. */
abstract class IntegerColumn extends NumberColumn {
  private final boolean wide;

  private IntegerColumn(
      ColumnShape shape, ParquetLimits limits, PageBuffer buffer, boolean dictionary) {
    super(shape, limits, buffer, dictionary);
    this.wide = shape.type().typeId() != TypeID.INTEGER && shape.type().typeId() != TypeID.DATE;
  }

  @Override
  final long order(long bits) {
    return bits;
  }

  @Override
  final long bits(long order, boolean upper) {
    return order;
  }

  @Override
  Object value(long order) {
    if (wide) {
      return order;
    }
    return (int) order;
  }

  /** {@link Long} or {@link Integer}. */
  static final class Whole extends IntegerColumn {
    Whole(ColumnShape shape, ParquetLimits limits, PageBuffer buffer, boolean dictionary) {
      super(shape, limits, buffer, dictionary);
    }

    @Override
    void write(@Nullable Object value, int repetition, int definition) {
      if (value == null) {
        missing(repetition, definition);
      } else {
        present(repetition);
        put(value instanceof Long number ? number : ((Number) value).longValue());
      }
    }
  }

  /** {@link LocalDate}, as days since 1970. */
  static final class Date extends IntegerColumn {
    Date(ColumnShape shape, ParquetLimits limits, PageBuffer buffer, boolean dictionary) {
      super(shape, limits, buffer, dictionary);
    }

    @Override
    void write(@Nullable Object value, int repetition, int definition) {
      if (value == null) {
        missing(repetition, definition);
      } else {
        int day = Math.toIntExact(((LocalDate) value).toEpochDay());
        present(repetition);
        put(day);
      }
    }
  }

  /** {@link LocalTime}, as microseconds since midnight. */
  static final class Time extends IntegerColumn {
    Time(ColumnShape shape, ParquetLimits limits, PageBuffer buffer, boolean dictionary) {
      super(shape, limits, buffer, dictionary);
    }

    @Override
    void write(@Nullable Object value, int repetition, int definition) {
      if (value == null) {
        missing(repetition, definition);
      } else {
        present(repetition);
        put(((LocalTime) value).getLong(ChronoField.MICRO_OF_DAY));
      }
    }
  }

  /** What {@link EpochMicros} knows. */
  static final class Timestamp extends IntegerColumn {
    Timestamp(ColumnShape shape, ParquetLimits limits, PageBuffer buffer, boolean dictionary) {
      super(shape, limits, buffer, dictionary);
    }

    @Override
    void write(@Nullable Object value, int repetition, int definition) {
      if (value == null) {
        missing(repetition, definition);
      } else {
        present(repetition);
        put(EpochMicros.of(value));
      }
    }
  }

  /** {@link BigDecimal} of at most 18 digits, as units of its last one. */
  static final class Decimal extends IntegerColumn {
    private final DecimalType type;

    Decimal(ColumnShape shape, ParquetLimits limits, PageBuffer buffer, boolean dictionary) {
      super(shape, limits, buffer, dictionary);
      this.type = (DecimalType) shape.type();
    }

    @Override
    void write(@Nullable Object value, int repetition, int definition) {
      if (value == null) {
        missing(repetition, definition);
      } else {
        BigDecimal decimal = DecimalColumn.checked((BigDecimal) value, type);
        present(repetition);
        put(decimal.unscaledValue().longValue());
      }
    }

    @Override
    Object value(long order) {
      return BigDecimal.valueOf(order, type.scale());
    }
  }
}
