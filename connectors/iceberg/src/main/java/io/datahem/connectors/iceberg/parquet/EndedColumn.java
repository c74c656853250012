package io.datahem.connectors.iceberg.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Statistics;

/**
 * What a row group that has ended holds of a column: its bytes, and what the footer says of them.
 *
 * @param dictionary the page of different values, empty when there is none
 * @param pages the other pages
 * @param codec of all pages
 * @param values how many, nulls counted
 * @param present how many are not null
 * @param uncompressedBytes of all pages with their headers
 * @param dictionaryPages how many pages name values by their places in the dictionary
 * @param plainPages how many do not
 */
record EndedColumn(
    GrowingBytes dictionary,
    GrowingBytes pages,
    CompressionCodec codec,
    long values,
    long present,
    long uncompressedBytes,
    int dictionaryPages,
    int plainPages,
    Statistics statistics) {

  long bytes() {
    return (long) dictionary.size + pages.size;
  }

  /**
   * Writes it into a file.
   *
   * @param shape the column as the file has it
   * @param at where in the file
   */
  ColumnChunk writeTo(ColumnShape shape, long at, OutputStream out) throws IOException {
    out.write(dictionary.bytes, 0, dictionary.size);
    out.write(pages.bytes, 0, pages.size);
    List<Encoding> encodings = new ArrayList<>();
    List<PageEncodingStats> stats = new ArrayList<>();
    encodings.add(Encoding.RLE);
    encodings.add(Encoding.PLAIN);
    if (dictionaryPages > 0) {
      encodings.add(Encoding.RLE_DICTIONARY);
      stats.add(new PageEncodingStats(PageType.DICTIONARY_PAGE, Encoding.PLAIN, 1));
      stats.add(
          new PageEncodingStats(PageType.DATA_PAGE, Encoding.RLE_DICTIONARY, dictionaryPages));
    }
    if (plainPages > 0) {
      stats.add(new PageEncodingStats(PageType.DATA_PAGE, Encoding.PLAIN, plainPages));
    }
    ColumnMetaData meta =
        new ColumnMetaData(
            shape.formatType(),
            encodings,
            shape.path(),
            codec,
            values,
            uncompressedBytes,
            bytes(),
            at + dictionary.size);
    if (dictionaryPages > 0) {
      meta.setDictionary_page_offset(at);
    }
    meta.setEncoding_stats(stats);
    meta.setStatistics(statistics);
    ColumnChunk chunk = new ColumnChunk(at);
    chunk.setMeta_data(meta);
    return chunk;
  }

  /** It is written. */
  void release() {
    dictionary.release();
    pages.release();
  }
}
