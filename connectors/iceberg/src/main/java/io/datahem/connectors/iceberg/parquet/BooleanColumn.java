package io.datahem.connectors.iceberg.parquet;

import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/** A column of {@link Boolean}, a bit each, the lowest first. */
final class BooleanColumn extends ColumnWriter {
  private final NumberBounds bounds = new NumberBounds();
  private final NumberBounds fileBounds = new NumberBounds();

  /** Of the last byte, which is not full yet. */
  private int bits;

  private int count;

  BooleanColumn(ColumnShape shape, ParquetLimits limits, PageBuffer buffer) {
    super(shape, limits, buffer);
  }

  @Override
  void write(@Nullable Object value, int repetition, int definition) {
    if (value == null) {
      missing(repetition, definition);
      return;
    }
    present(repetition);
    put((Boolean) value ? 1 : 0);
  }

  @Override
  void take(ColumnReader from) {
    put(from.getBoolean() ? 1 : 0);
  }

  private void put(int bit) {
    bounds.add(bit);
    bits |= bit << count;
    if (++count == Byte.SIZE) {
      endByte();
    }
  }

  private void endByte() {
    plain.write(bits);
    bits = 0;
    count = 0;
    checkPageBytes();
  }

  @Override
  Encoding takeValues(GrowingBytes page) {
    if (count > 0) {
      endByte();
    }
    page.put(plain);
    plain.clear();
    return Encoding.PLAIN;
  }

  @Override
  byte @Nullable [] bound(boolean upper) {
    return bounds.isEmpty() ? null : new byte[] {(byte) (upper ? bounds.max() : bounds.min())};
  }

  @Override
  void forgetRowGroup() {
    fileBounds.add(bounds);
    bounds.clear();
  }

  @Override
  @Nullable Object fileBound(boolean upper) {
    return fileBounds.isEmpty() ? null : (upper ? fileBounds.max() : fileBounds.min()) == 1;
  }
}
