package io.datahem.connectors.iceberg.parquet;

/**
 * How large the parts of a file become. A page and a row group end with the row that reaches a
 * limit, so either may be larger by one row; a value larger than a page has one of its own. The
 * format's own limit is a page of 2 GiB.
 *
 * @param pageBytes of a column's values, before compression
 * @param pageValues of a column, nulls counted
 * @param rowGroupBytes of all columns' pages, compressed
 * @param dictionaryBytes of a column's different values; beyond, the rest is written plainly
 * @param dictionaryValues how many they may be
 */
public record ParquetLimits(
    int pageBytes, int pageValues, long rowGroupBytes, int dictionaryBytes, int dictionaryValues) {

  /** What files are written by. */
  public static final ParquetLimits DEFAULT =
      new ParquetLimits(1 << 20, 1 << 15, 64L << 20, 1 << 20, 1 << 16);

  public ParquetLimits {
    if (Math.min(Math.min(pageBytes, pageValues), Math.min(dictionaryBytes, dictionaryValues)) < 1
        || rowGroupBytes < 1) {
      throw new IllegalArgumentException("Cannot write with a limit below 1");
    }
  }
}
