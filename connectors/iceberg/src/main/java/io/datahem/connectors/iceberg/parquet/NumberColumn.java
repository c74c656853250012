package io.datahem.connectors.iceberg.parquet;

import org.apache.parquet.column.ColumnReader;
import org.jspecify.annotations.Nullable;

/**
 * A column of numbers of four or eight bytes. What they are made of, and how they are ordered, is
 * up to its kinds; they are kept as the bits the file has.
 */
abstract class NumberColumn extends DictionaryColumn {
  private final int width;
  private final NumberBounds bounds = new NumberBounds();
  private final NumberBounds fileBounds = new NumberBounds();
  private LongDictionary dictionary;

  NumberColumn(ColumnShape shape, ParquetLimits limits, PageBuffer buffer, boolean dictionary) {
    super(shape, limits, buffer, dictionary);
    this.width = widthOf(shape);
    this.dictionary = newDictionary();
  }

  private static int widthOf(ColumnShape shape) {
    return switch (shape.physical().getPrimitiveTypeName()) {
      case INT32, FLOAT -> Integer.BYTES;
      default -> Long.BYTES;
    };
  }

  private LongDictionary newDictionary() {
    return new LongDictionary(
        Math.min(limits.dictionaryValues(), limits.dictionaryBytes() / width));
  }

  /** Where a value is in the order of the column's values. */
  abstract long order(long bits);

  /** False for what has no place in the order. */
  boolean isOrdered(long bits) {
    return true;
  }

  /** Bits of a bound, from its place in the order. */
  abstract long bits(long order, boolean upper);

  /** A bound as Iceberg has it. */
  abstract Object value(long order);

  @Override
  void take(ColumnReader from) {
    put(width == Integer.BYTES ? from.getInteger() : from.getLong());
  }

  final void put(long bits) {
    if (usesDictionary()) {
      int before = dictionary.size();
      int place = dictionary.place(bits);
      if (place >= 0) {
        addPlace(place);
        if (dictionary.size() != before) {
          addBound(bits);
          if (inVain(dictionary.size())) {
            giveUp();
          }
        }
        return;
      }
      giveUp();
    }
    append(bits);
    addBound(bits);
    checkPageBytes();
  }

  private void addBound(long bits) {
    if (isOrdered(bits)) {
      bounds.add(order(bits));
    }
  }

  private void append(long bits) {
    plain.reserve(Long.BYTES);
    plain.setLong(plain.size, bits);
    plain.size += width;
  }

  @Override
  final void appendPlainly(int place) {
    append(dictionary.value(place));
  }

  @Override
  final int dictionarySize() {
    return dictionary.size();
  }

  @Override
  final int dictionaryBytes() {
    return dictionary.size() * width;
  }

  @Override
  final long plainBytes(int[] places, int count) {
    return (long) count * width;
  }

  @Override
  final void appendDictionary(GrowingBytes page) {
    page.reserve(dictionaryBytes());
    for (int i = 0; i < dictionary.size(); i++) {
      page.setLong(page.size, dictionary.value(i));
      page.size += width;
    }
  }

  @Override
  final void forgetDictionary() {
    dictionary = newDictionary();
  }

  @Override
  final byte @Nullable [] bound(boolean upper) {
    if (bounds.isEmpty()) {
      return null;
    }
    long bits = bits(upper ? bounds.max() : bounds.min(), upper);
    byte[] bytes = new byte[width];
    for (int i = 0; i < width; i++) {
      bytes[i] = (byte) (bits >>> (i * Byte.SIZE));
    }
    return bytes;
  }

  @Override
  final void foldBounds() {
    fileBounds.add(bounds);
    bounds.clear();
  }

  @Override
  final void addBoundsOf(ColumnWriter other) {
    fileBounds.add(((NumberColumn) other).bounds);
  }

  @Override
  final @Nullable Object fileBound(boolean upper) {
    if (fileBounds.isEmpty()) {
      return null;
    }
    return value(upper ? fileBounds.max() : fileBounds.min());
  }
}
