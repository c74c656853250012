package io.datahem.connectors.iceberg.parquet;

import org.apache.parquet.format.Encoding;

/**
 * A column whose values may be kept once each, and named by their places. That is given up, for the
 * rest of the row group, when too many are different.
 */
abstract class DictionaryColumn extends ColumnWriter {
  /** Fewer different values tell nothing yet: those that repeat may come late. */
  private static final int MIN_VALUES_TO_GIVE_UP = 4_096;

  /** Places of the open page's values, while there is a dictionary. */
  private final GrowingInts places = new GrowingInts();

  private final boolean wanted;
  private boolean inUse;

  /**
   * A column.
   *
   * @param dictionary whether to begin with one
   */
  DictionaryColumn(ColumnShape shape, ParquetLimits limits, PageBuffer buffer, boolean dictionary) {
    super(shape, limits, buffer);
    this.wanted = dictionary;
    this.inUse = dictionary;
  }

  final boolean usesDictionary() {
    return inUse;
  }

  final void addPlace(int place) {
    places.add(place);
  }

  /**
   * Writes the last row again, by its places. It is on the open page, and each of its values is
   * there.
   *
   * @param values how many it has
   * @return how many times; fewer than asked for when the page is full or there is no dictionary
   */
  final int repeatRow(int values, int times) {
    int done = 0;
    while (inUse && done < times && !isFull(values * done)) {
      done++;
    }
    places.repeat(values, done);
    repeatLevels(values, done);
    return done;
  }

  /** True when so many values are different that naming them by places is in vain. */
  final boolean inVain(int different) {
    return (different & different - 1) == 0
        && different >= MIN_VALUES_TO_GIVE_UP
        && 2L * different > valuesInRowGroup();
  }

  /** Writes the open page's values plainly, and all that come until the row group ends. */
  final void giveUp() {
    for (int i = 0; i < places.size; i++) {
      appendPlainly(places.ints[i]);
    }
    places.clear();
    inUse = false;
    checkPageBytes();
  }

  /** Appends the value at a place to {@link #plain}. */
  abstract void appendPlainly(int place);

  /** What the first values of {@link #places} would take plainly. */
  abstract long plainBytes(int[] places, int count);

  @Override
  final Encoding takeValues(GrowingBytes page) {
    // A page of nulls alone needs no dictionary, and must not be why there is an empty one.
    if (!inUse || places.size == 0) {
      page.put(plain);
      plain.clear();
      return Encoding.PLAIN;
    }
    int width = placeBits();
    page.write(width);
    RunEncoding.encode(places.ints, places.size, width, page);
    places.clear();
    return Encoding.RLE_DICTIONARY;
  }

  private int placeBits() {
    return RunEncoding.width(Math.max(0, dictionarySize() - 1));
  }

  @Override
  final void beforeLastPage() {
    if (inUse && !hasDictionaryPages()) {
      long named = dictionaryBytes() + (long) places.size * placeBits() / Byte.SIZE;
      if (places.size == 0 || named >= plainBytes(places.ints, places.size)) {
        giveUp();
      }
    }
  }

  @Override
  final void forgetRowGroup() {
    foldBounds();
    plain.clear();
    places.clear();
    inUse = wanted;
    forgetDictionary();
  }

  /** Only kinds without {@link #nans}, which are not told to the other. */
  @Override
  final boolean isLike(ColumnWriter other) {
    return getClass() == other.getClass() && nans() < 0 && shape.isLike(other.shape);
  }

  abstract void foldBounds();

  abstract void forgetDictionary();
}
