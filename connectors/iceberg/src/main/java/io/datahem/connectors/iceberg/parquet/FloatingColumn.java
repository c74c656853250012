package io.datahem.connectors.iceberg.parquet;

import org.apache.parquet.column.ColumnReader;
import org.jspecify.annotations.Nullable;

/** A column of floating-point numbers. Those that are none are counted and bound nothing. */
abstract class FloatingColumn extends NumberColumn {
  private long nans;

  private FloatingColumn(
      ColumnShape shape, ParquetLimits limits, PageBuffer buffer, boolean dictionary) {
    super(shape, limits, buffer, dictionary);
  }

  final void countNan() {
    nans++;
  }

  @Override
  final long nans() {
    return nans;
  }

  /** {@link Double}. */
  static final class Doubles extends FloatingColumn {
    Doubles(ColumnShape shape, ParquetLimits limits, PageBuffer buffer, boolean dictionary) {
      super(shape, limits, buffer, dictionary);
    }

    @Override
    void write(@Nullable Object value, int repetition, int definition) {
      if (value == null) {
        missing(repetition, definition);
        return;
      }
      present(repetition);
      put((double) (Double) value);
    }

    @Override
    void take(ColumnReader from) {
      put(from.getDouble());
    }

    private void put(double number) {
      if (Double.isNaN(number)) {
        countNan();
      }
      put(Double.doubleToLongBits(number));
    }

    @Override
    boolean isOrdered(long bits) {
      return !Double.isNaN(Double.longBitsToDouble(bits));
    }

    /** The same for an order's bits as the other way round. */
    @Override
    long order(long bits) {
      return bits ^ ((bits >> (Long.SIZE - 1)) & Long.MAX_VALUE);
    }

    @Override
    long bits(long order, boolean upper) {
      double number = Double.longBitsToDouble(order(order));
      // To readers both zeros are one, so the bounds must hold either.
      return Double.doubleToRawLongBits(number == 0 ? upper ? 0.0 : -0.0 : number);
    }

    @Override
    Object value(long order) {
      return Double.longBitsToDouble(order(order));
    }
  }

  /** {@link Float}. */
  static final class Floats extends FloatingColumn {
    Floats(ColumnShape shape, ParquetLimits limits, PageBuffer buffer, boolean dictionary) {
      super(shape, limits, buffer, dictionary);
    }

    @Override
    void write(@Nullable Object value, int repetition, int definition) {
      if (value == null) {
        missing(repetition, definition);
        return;
      }
      present(repetition);
      put((float) (Float) value);
    }

    @Override
    void take(ColumnReader from) {
      put(from.getFloat());
    }

    private void put(float number) {
      if (Float.isNaN(number)) {
        countNan();
      }
      put(Float.floatToIntBits(number));
    }

    @Override
    boolean isOrdered(long bits) {
      return !Float.isNaN(Float.intBitsToFloat((int) bits));
    }

    @Override
    long order(long bits) {
      int half = (int) bits;
      return half ^ ((half >> (Integer.SIZE - 1)) & Integer.MAX_VALUE);
    }

    @Override
    long bits(long order, boolean upper) {
      float number = Float.intBitsToFloat((int) order(order));
      return Float.floatToRawIntBits(number == 0 ? upper ? 0.0f : -0.0f : number);
    }

    @Override
    Object value(long order) {
      return Float.intBitsToFloat((int) order(order));
    }
  }
}
