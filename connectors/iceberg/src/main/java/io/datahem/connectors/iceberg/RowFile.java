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
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file of a plan's rows, with Iceberg's field ids and metrics. A file is one part's, so
 * it is small and has one row group; what a part may hold bounds it. The file is made when the
 * first row group is written: what is aborted before leaves nothing. Not thread-safe.
 */
final class RowFile implements FileAppender<@Nullable Object[]> {
  /** Fewer rows tell nothing about how many values are alike. */
  private static final int MIN_ROWS_TO_LEARN = 100;

  private final ParquetLayout layout;
  private final OutputFile output;
  private final ParquetProperties properties;
  private final ParquetValueWriter<@Nullable Object[]> writer;
  private final CodecFactory codecs;
  private final ColumnChunkPageWriteStore pages;
  private final ColumnWriteStore columns;
  private long rows;
  private long length;
  private boolean closed;
  private @Nullable ParquetMetadata footer;

  RowFile(ParquetLayout layout, OutputFile output) {
    this.layout = layout;
    this.output = output;
    this.properties = layout.dictionaries().next();
    this.codecs = layout.codecs(properties);
    this.pages =
        new ColumnChunkPageWriteStore(
            (BytesInputCompressor) codecs.getCompressor(layout.codec()),
            layout.file(),
            properties.getAllocator(),
            properties.getColumnIndexTruncateLength());
    this.columns = properties.newColumnWriteStore(layout.file(), pages, pages);
    this.writer = layout.writer();
    writer.setColumnStore(columns);
  }

  @Override
  public void add(@Nullable Object[] row) {
    writer.write(0, row);
    columns.endRecord();
    rows++;
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
    try (ParquetFileWriter file = create()) {
      file.start();
      if (rows > 0) {
        file.startBlock(rows);
        columns.flush();
        pages.flushToFileWriter(file);
        file.endBlock();
      }
      file.end(layout.metadata());
      footer = file.getFooter();
      length = file.getPos();
    } finally {
      columns.close();
      codecs.release();
    }
    if (rows > 0) {
      layout.dictionaries().learn(written().getBlocks().get(0), MIN_ROWS_TO_LEARN);
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
