package io.datahem.connectors.iceberg.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.iceberg.types.Types.DecimalType;
import org.jspecify.annotations.Nullable;

/**
 * A column of {@link BigDecimal} of more than 18 digits: units of the last one, highest byte first.
 */
final class DecimalColumn extends FixedColumn {
  private final DecimalType type;

  DecimalColumn(ColumnShape shape, ParquetLimits limits, PageBuffer buffer) {
    super(shape, limits, buffer, true);
    this.type = (DecimalType) shape.type();
  }

  @Override
  void write(@Nullable Object value, int repetition, int definition) {
    if (value == null) {
      missing(repetition, definition);
      return;
    }
    BigInteger units = checked((BigDecimal) value, type).unscaledValue();
    present(repetition);
    if (units.bitLength() < Long.SIZE) {
      append(units.longValue());
    } else {
      append(units.toByteArray());
    }
    appended();
  }

  private void append(long units) {
    plain.reserve(width);
    int at = plain.size + width - 1;
    long rest = units;
    for (int i = 0; i < Long.BYTES; i++) {
      plain.bytes[at--] = (byte) rest;
      rest >>= Byte.SIZE;
    }
    byte sign = (byte) rest;
    while (at >= plain.size) {
      plain.bytes[at--] = sign;
    }
    plain.size += width;
  }

  private void append(byte[] units) {
    plain.reserve(width);
    byte sign = (byte) (units[0] >> (Byte.SIZE - 1));
    for (int i = units.length; i < width; i++) {
      plain.bytes[plain.size++] = sign;
    }
    plain.put(units, 0, units.length);
  }

  /** The value itself, when the column takes it. */
  static BigDecimal checked(BigDecimal value, DecimalType type) {
    if (value.scale() != type.scale() || value.precision() > type.precision()) {
      throw new IllegalArgumentException(
          "Cannot write a decimal of "
              + value.precision()
              + " digits, "
              + value.scale()
              + " of them behind the point, expected "
              + type);
    }
    return value;
  }

  @Override
  Object value(byte[] bytes) {
    return new BigDecimal(new BigInteger(bytes), type.scale());
  }
}
