package io.datahem.connectors.iceberg.parquet;

import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * One column of a file. Values are encoded as they come; a page that is full is compressed at the
 * next row and kept until the row group ends. Not thread-safe.
 */
abstract class ColumnWriter extends Node {
  /** Compressing less makes more of it. */
  private static final int MIN_COMPRESSED_BYTES = 96;

  final ColumnShape shape;
  final ParquetLimits limits;

  /** Of the open page, each as the format's plain encoding has it; empty while a dictionary is. */
  final GrowingBytes plain = new GrowingBytes();

  private final PageBuffer buffer;
  private final Levels definitions;
  private final Levels repetitions;
  private final int maxDefinition;
  private final int maxRepetition;

  /** Of the open page. */
  private int present;

  /** At how many values, nulls counted, the next row begins another page. */
  private int fullAt;

  /** Of the open row group, without the open page. */
  private GrowingBytes pages = new GrowingBytes();

  private long chunkLevels;
  private long chunkPresent;
  private int plainPages;
  private int dictionaryPages;
  private long uncompressedBytes;

  /** True when it is one page that is not worth compressing. */
  private boolean smallRowGroup;

  /** Of all row groups that are written. */
  private long totalLevels;

  private long totalPresent;
  private long totalBytes;
  private boolean usedDictionary;

  ColumnWriter(ColumnShape shape, ParquetLimits limits, PageBuffer buffer) {
    this.shape = shape;
    this.limits = limits;
    this.buffer = buffer;
    this.maxDefinition = shape.maxDefinition();
    this.maxRepetition = shape.maxRepetition();
    this.definitions = new Levels(maxDefinition);
    this.repetitions = new Levels(maxRepetition);
    this.fullAt = limits.pageValues();
  }

  /** Takes no value: some parent, or the column itself, is missing. */
  final void missing(int repetition, int definition) {
    if (definition >= maxDefinition) {
      throw new IllegalArgumentException(
          "Cannot write column " + String.join(".", shape.path()) + ": null, expected a value");
    }
    level(repetition, definition);
  }

  /** Takes note of a value that its caller appends. */
  final void present(int repetition) {
    level(repetition, maxDefinition);
    present++;
  }

  private void level(int repetition, int definition) {
    if (definitions.count() >= fullAt && repetition == 0) {
      cutPage(false);
    }
    definitions.add(definition);
    if (maxRepetition > 0) {
      repetitions.add(repetition);
    }
  }

  /** True when the next row belongs on another page, after so many values more. */
  final boolean isFull(int more) {
    return definitions.count() + more >= fullAt;
  }

  /**
   * Takes note of the levels of rows, and that each of their values is there, as all are of the
   * last row.
   *
   * @param values how many each has; the last row has as many, on the open page
   * @param rows fewer than make the page {@link #isFull}
   */
  final void repeatLevels(int values, int rows) {
    definitions.repeat(values, rows);
    repetitions.repeat(values, rows);
    present += values * rows;
  }

  /**
   * Takes all values of a row group of another file.
   *
   * @param values how many, nulls counted
   * @param named true when each is named by its place in a dictionary: equal ones are the same then
   * @return of how many rows they are
   */
  final long copy(ColumnReader from, long values, boolean named) {
    startCopy(named);
    long rows = 0;
    for (long left = values; left > 0; left--) {
      int repetition = from.getCurrentRepetitionLevel();
      rows += repetition == 0 ? 1 : 0;
      int definition = from.getCurrentDefinitionLevel();
      if (definition < maxDefinition) {
        missing(repetition, definition);
      } else {
        present(repetition);
        take(from);
      }
      from.consume();
    }
    return rows;
  }

  /** Values of a row group come. */
  void startCopy(boolean named) {}

  /** Appends the value that a reader is at. */
  abstract void take(ColumnReader from);

  /** To be called when values were appended plainly: a page that is full ends with its row. */
  final void checkPageBytes() {
    if (plain.size >= limits.pageBytes()) {
      fullAt = 0;
    }
  }

  /** How many values are in the open row group. */
  final long valuesInRowGroup() {
    return chunkPresent + present;
  }

  final boolean hasDictionaryPages() {
    return dictionaryPages > 0;
  }

  /** Appends the open page's values in the form they are kept, and forgets them. */
  abstract Encoding takeValues(GrowingBytes page);

  /** The different values of the row group, 0 when it has no dictionary. */
  int dictionarySize() {
    return 0;
  }

  /** What they take. */
  int dictionaryBytes() {
    return 0;
  }

  void appendDictionary(GrowingBytes page) {}

  /** What the row group may still be improved by before its last page is written. */
  void beforeLastPage() {}

  /** The least or greatest value of the row group, as the footer has it; null when not known. */
  abstract byte @Nullable [] bound(boolean upper);

  /** True when bounds of the row group were cut. */
  boolean boundsAreCut() {
    return false;
  }

  /** Adds the row group's bounds to the file's and forgets it. */
  abstract void forgetRowGroup();

  /** The least or greatest value of the file by Iceberg's type; null when not known. */
  abstract @Nullable Object fileBound(boolean upper);

  /** How many values are no numbers; -1 for a type that knows no such. */
  long nans() {
    return -1;
  }

  private void cutPage(boolean last) {
    GrowingBytes page = buffer.begin();
    if (maxRepetition > 0) {
      repetitions.appendTo(page);
    }
    if (maxDefinition > 0) {
      definitions.appendTo(page);
    }
    int levels = definitions.count();
    Encoding encoding = takeValues(page);
    boolean small = last && pages.size == 0 && page.size + dictionaryBytes() < MIN_COMPRESSED_BYTES;
    uncompressedBytes += buffer.appendData(pages, levels, encoding, !small);
    if (encoding == Encoding.PLAIN) {
      plainPages++;
    } else {
      dictionaryPages++;
    }
    smallRowGroup = small;
    chunkLevels += levels;
    chunkPresent += present;
    present = 0;
    fullAt = limits.pageValues();
    definitions.clear();
    repetitions.clear();
  }

  /** Bytes that wait to be written. */
  final long buffered() {
    return (long) pages.size + plain.size + definitions.count() + dictionaryBytes();
  }

  /** Bytes of pages that wait to be written. */
  final long pagesBytes() {
    return pages.size;
  }

  /** True when what this makes of values another column would, too. */
  boolean isLike(ColumnWriter other) {
    return false;
  }

  /**
   * Ends the row group and begins another.
   *
   * @param other a column like this that holds what this does; null when there is none
   */
  final EndedColumn endRowGroup(@Nullable ColumnWriter other) {
    beforeLastPage();
    if (definitions.count() > 0) {
      cutPage(true);
    }
    GrowingBytes dictionary = new GrowingBytes();
    if (dictionaryPages > 0) {
      appendDictionary(buffer.begin());
      uncompressedBytes += buffer.appendDictionary(dictionary, dictionarySize(), !smallRowGroup);
    }
    EndedColumn ended =
        new EndedColumn(
            dictionary,
            pages,
            smallRowGroup ? CompressionCodec.UNCOMPRESSED : buffer.codec(),
            chunkLevels,
            chunkPresent,
            uncompressedBytes,
            dictionaryPages,
            plainPages,
            statistics());
    count(ended);
    if (other != null) {
      other.count(ended);
      other.addBoundsOf(this);
    }
    forgetRowGroup();
    pages = new GrowingBytes();
    chunkLevels = 0;
    chunkPresent = 0;
    plainPages = 0;
    dictionaryPages = 0;
    uncompressedBytes = 0;
    return ended;
  }

  private void count(EndedColumn ended) {
    totalLevels += ended.values();
    totalPresent += ended.present();
    totalBytes += ended.bytes();
    usedDictionary |= ended.dictionaryPages() > 0;
  }

  /** Adds the bounds of another's row group to the file's; it {@link #isLike} this. */
  void addBoundsOf(ColumnWriter other) {
    throw new IllegalStateException("Cannot share column " + String.join(".", shape.path()));
  }

  private Statistics statistics() {
    Statistics statistics = new Statistics();
    statistics.setNull_count(chunkLevels - chunkPresent);
    byte[] min = bound(false);
    byte[] max = bound(true);
    if (min != null && max != null) {
      statistics.setMin_value(min);
      statistics.setMax_value(max);
      if (boundsAreCut()) {
        statistics.setIs_min_value_exact(false);
        statistics.setIs_max_value_exact(false);
      }
    }
    return statistics;
  }

  /** No more values come: only {@link #totals} may be asked for. */
  void release() {
    plain.release();
    pages.release();
  }

  /** What is known of the column when the file is written. */
  final ColumnTotals totals() {
    return new ColumnTotals(
        shape,
        totalBytes,
        totalLevels,
        totalLevels - totalPresent,
        nans(),
        fileBound(false),
        fileBound(true),
        usedDictionary);
  }
}
