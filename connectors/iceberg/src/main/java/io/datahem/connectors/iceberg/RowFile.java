package io.datahem.connectors.iceberg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.iceberg.parquet.ParquetValueWriter;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file of rows, with Iceberg's field ids and metrics. The file is made when the first row
 * group is written: what is aborted before leaves nothing, and a part's file is so small that it
 * has but one. Not thread-safe.
 *
 * @param <T> what its writer takes as a row
 */
final class RowFile<T extends @Nullable Object> implements FileAppender<T> {
  private static final long ROW_GROUP_BYTES = 64L << 20;
  private static final int ROWS_BETWEEN_CHECKS = 1_000;

  /** Fewer rows tell nothing about how many values are alike. */
  private static final int MIN_ROWS_TO_LEARN = 30;

  private final ParquetLayout layout;
  private final OutputFile output;
  private final ParquetProperties properties;
  private final ParquetValueWriter<T> writer;
  private final CodecFactory codecs;
  private ColumnChunkPageWriteStore pages;
  private ColumnWriteStore columns;
  private @Nullable ParquetFileWriter file;

  /** Of the row group that is open. */
  private long rows;

  private long length;
  private boolean closed;
  private @Nullable ParquetMetadata footer;

  RowFile(ParquetLayout layout, OutputFile output, ParquetValueWriter<T> writer) {
    this.layout = layout;
    this.output = output;
    this.properties = layout.dictionaries().next();
    this.codecs = layout.codecs(properties);
    this.pages = newPages();
    this.columns = properties.newColumnWriteStore(layout.file(), pages, pages);
    this.writer = writer;
    writer.setColumnStore(columns);
  }

  private ColumnChunkPageWriteStore newPages() {
    return new ColumnChunkPageWriteStore(
        (BytesInputCompressor) codecs.getCompressor(layout.codec()),
        layout.file(),
        properties.getAllocator(),
        properties.getColumnIndexTruncateLength());
  }

  @Override
  public void add(T row) {
    writer.write(0, row);
    columns.endRecord();
    rows++;
    if (rows % ROWS_BETWEEN_CHECKS == 0 && columns.getBufferedSize() >= ROW_GROUP_BYTES) {
      nextRowGroup();
    }
  }

  private void nextRowGroup() {
    try {
      writeRowGroup();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    columns.close();
    pages = newPages();
    columns = properties.newColumnWriteStore(layout.file(), pages, pages);
    writer.setColumnStore(columns);
    rows = 0;
  }

  private void writeRowGroup() throws IOException {
    ParquetFileWriter to = started();
    to.startBlock(rows);
    columns.flush();
    pages.flushToFileWriter(to);
    to.endBlock();
  }

  private ParquetFileWriter started() throws IOException {
    ParquetFileWriter begun = file;
    if (begun == null) {
      begun = create();
      begun.start();
      file = begun;
    }
    return begun;
  }

  @Override
  public Metrics metrics() {
    return ParquetUtil.footerMetrics(written(), writer.metrics(), layout.metrics());
  }

  @Override
  public List<Long> splitOffsets() {
    return ParquetUtil.getSplitOffsets(written());
  }

  /** Bytes: exact when closed, of the buffers before. */
  @Override
  public long length() {
    return closed ? length : columns.getBufferedSize();
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (ParquetFileWriter to = started()) {
      if (rows > 0) {
        writeRowGroup();
      }
      to.end(layout.metadata());
      footer = to.getFooter();
      length = to.getPos();
    } finally {
      columns.close();
      codecs.release();
    }
    List<BlockMetaData> rowGroups = written().getBlocks();
    if (!rowGroups.isEmpty()) {
      layout.dictionaries().learn(rowGroups.get(0), MIN_ROWS_TO_LEARN);
    }
  }

  private ParquetFileWriter create() {
    try {
      return new ParquetFileWriter(
          new ParquetOutput(output),
          layout.file(),
          ParquetFileWriter.Mode.CREATE,
          Long.MAX_VALUE,
          0,
          properties.getColumnIndexTruncateLength(),
          properties.getStatisticsTruncateLength(),
          properties.getPageWriteChecksumEnabled());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ParquetMetadata written() {
    ParquetMetadata written = footer;
    if (written == null) {
      throw new IllegalStateException("Cannot tell of " + output.location() + ": it is open");
    }
    return written;
  }
}
