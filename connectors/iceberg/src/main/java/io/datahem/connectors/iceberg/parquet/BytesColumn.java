package io.datahem.connectors.iceberg.parquet;

import java.nio.ByteBuffer;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/**
 * A column of bytes: {@code byte[]}, or {@link ByteBuffer} as Iceberg's readers give. They are
 * payloads, which do not repeat, so there is no dictionary.
 */
final class BytesColumn extends ColumnWriter {
  private final TextBounds bounds = new TextBounds(false);

  BytesColumn(ColumnShape shape, ParquetLimits limits, PageBuffer buffer) {
    super(shape, limits, buffer);
  }

  @Override
  void write(@Nullable Object value, int repetition, int definition) {
    if (value == null) {
      missing(repetition, definition);
      return;
    }
    present(repetition);
    int start = plain.size;
    if (value instanceof byte[] bytes) {
      plain.putInt(bytes.length);
      plain.put(bytes, 0, bytes.length);
    } else {
      append((ByteBuffer) value);
    }
    appended(start);
  }

  @Override
  void take(ColumnReader from) {
    int start = plain.size;
    append(from.getBinary().toByteBuffer());
    appended(start);
  }

  private void append(ByteBuffer bytes) {
    plain.putInt(bytes.remaining());
    plain.put(bytes);
  }

  private void appended(int start) {
    bounds.addEncoded(plain, start);
    checkPageBytes();
  }

  @Override
  Encoding takeValues(GrowingBytes page) {
    page.put(plain);
    plain.clear();
    return Encoding.PLAIN;
  }

  @Override
  byte @Nullable [] bound(boolean upper) {
    return bounds.footer(upper);
  }

  @Override
  boolean boundsAreCut() {
    return bounds.areCut();
  }

  @Override
  void forgetRowGroup() {
    bounds.endRowGroup();
  }

  @Override
  @Nullable Object fileBound(boolean upper) {
    byte[] bound = bounds.file(upper);
    return bound == null ? null : ByteBuffer.wrap(bound);
  }
}
