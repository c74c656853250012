package io.datahem.connectors.iceberg.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;

/** Where a file's pages are put together and compressed, one after the other. Not thread-safe. */
final class PageBuffer {
  private final PageCompression compression;
  private final GrowingBytes raw = new GrowingBytes();
  private final GrowingBytes compressed = new GrowingBytes();
  private final CRC32 checksum = new CRC32();

  /** Of the pages of all columns that wait for their row group. */
  private long pagesBytes;

  PageBuffer(PageCompression compression) {
    this.compression = compression;
  }

  CompressionCodec codec() {
    return compression.codec();
  }

  long pagesBytes() {
    return pagesBytes;
  }

  /** They are written. */
  void forgetPages() {
    pagesBytes = 0;
  }

  /** No more pages come. */
  void release() {
    raw.release();
    compressed.release();
  }

  /** An empty page to be filled. */
  GrowingBytes begin() {
    raw.clear();
    return raw;
  }

  /**
   * Appends a page of values.
   *
   * @param values how many, nulls counted
   * @return the page's bytes with its header, before compression
   */
  int appendData(GrowingBytes to, int values, Encoding encoding, boolean compress) {
    PageHeader header = header(PageType.DATA_PAGE, compress);
    header.setData_page_header(new DataPageHeader(values, encoding, Encoding.RLE, Encoding.RLE));
    return append(to, header, compress);
  }

  /** Appends a page of a column's different values. */
  int appendDictionary(GrowingBytes to, int values, boolean compress) {
    PageHeader header = header(PageType.DICTIONARY_PAGE, compress);
    header.setDictionary_page_header(new DictionaryPageHeader(values, Encoding.PLAIN));
    return append(to, header, compress);
  }

  private PageHeader header(PageType type, boolean compress) {
    GrowingBytes body = raw;
    if (compress) {
      compression.compress(raw, compressed);
      body = compressed;
    }
    checksum.reset();
    checksum.update(body.bytes, 0, body.size);
    PageHeader header = new PageHeader(type, raw.size, body.size);
    header.setCrc((int) checksum.getValue());
    return header;
  }

  private int append(GrowingBytes to, PageHeader header, boolean compress) {
    int start = to.size;
    try {
      Util.writePageHeader(header, to);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write a page's header: " + e.getMessage(), e);
    }
    int headerBytes = to.size - start;
    to.put(compress ? compressed : raw);
    pagesBytes += to.size - start;
    return headerBytes + raw.size;
  }
}
