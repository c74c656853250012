package io.datahem.connectors.iceberg.parquet;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Type.TypeID;
import org.apache.iceberg.util.UUIDUtil;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/** A column of values that are all of the same length in bytes. */
abstract class FixedColumn extends ColumnWriter {
  final int width;
  private final ByteBounds bounds;
  private final ByteBounds fileBounds;

  /**
   * A column.
   *
   * @param signed true when the values are ordered as signed numbers
   */
  FixedColumn(ColumnShape shape, ParquetLimits limits, PageBuffer buffer, boolean signed) {
    super(shape, limits, buffer);
    this.width = shape.physical().getTypeLength();
    this.bounds = new ByteBounds(signed);
    this.fileBounds = new ByteBounds(signed);
  }

  /** Takes note of the value that was appended last. */
  final void appended() {
    bounds.add(plain.bytes, plain.size - width, width);
    checkPageBytes();
  }

  @Override
  final void take(ColumnReader from) {
    plain.put(from.getBinary().toByteBuffer());
    appended();
  }

  @Override
  final Encoding takeValues(GrowingBytes page) {
    page.put(plain);
    plain.clear();
    return Encoding.PLAIN;
  }

  @Override
  final byte @Nullable [] bound(boolean upper) {
    return upper ? bounds.max() : bounds.min();
  }

  @Override
  final void forgetRowGroup() {
    fileBounds.add(bounds);
    bounds.clear();
  }

  @Override
  final @Nullable Object fileBound(boolean upper) {
    byte[] bytes = upper ? fileBounds.max() : fileBounds.min();
    return bytes == null ? null : value(bytes);
  }

  /** A bound as Iceberg has it. */
  abstract Object value(byte[] bytes);

  /** {@link UUID} or {@code byte[]}. */
  static final class Raw extends FixedColumn {
    private final Type type;

    Raw(ColumnShape shape, ParquetLimits limits, PageBuffer buffer) {
      super(shape, limits, buffer, false);
      this.type = shape.type();
    }

    @Override
    void write(@Nullable Object value, int repetition, int definition) {
      if (value == null) {
        missing(repetition, definition);
        return;
      }
      byte[] bytes = value instanceof UUID uuid ? UUIDUtil.convert(uuid) : (byte[]) value;
      if (bytes.length != width) {
        throw new IllegalArgumentException(
            "Cannot write a value of " + bytes.length + " bytes, expected " + width);
      }
      present(repetition);
      plain.put(bytes, 0, width);
      appended();
    }

    @Override
    Object value(byte[] bytes) {
      return type.typeId() == TypeID.UUID ? UUIDUtil.convert(bytes) : ByteBuffer.wrap(bytes);
    }
  }
}
