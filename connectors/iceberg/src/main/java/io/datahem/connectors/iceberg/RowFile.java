package io.datahem.connectors.iceberg;

import io.datahem.connectors.iceberg.parquet.ParquetFile;
import io.datahem.connectors.iceberg.parquet.RowWriteException;
import java.io.IOException;
import java.util.List;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.io.InputFile;
import org.jspecify.annotations.Nullable;

/**
 * A table's Parquet file as Iceberg wants one. Not thread-safe.
 *
 * @param <T> its rows
 */
final class RowFile<T> implements FileAppender<T> {
  private final ParquetLayout<T> layout;
  private final ParquetFile<T> file;
  private boolean closed;

  RowFile(ParquetLayout<T> layout, ParquetFile<T> file) {
    this.layout = layout;
    this.file = file;
  }

  @Override
  public void add(T row) {
    file.add(row);
  }

  /**
   * Adds rows of a plan, where the file is one of such.
   *
   * @throws RowWriteException when one cannot be written
   */
  void addRows(@Nullable Object[] rows, int count) {
    file.addRows(rows, count);
  }

  ParquetFile<T> parquet() {
    return file;
  }

  /**
   * Adds the rows of another file of the table.
   *
   * @return false when it is laid out otherwise, and nothing was added
   */
  boolean addAll(InputFile from) throws IOException {
    return file.addAll(from);
  }

  @Override
  public Metrics metrics() {
    return layout.metrics().of(file.rows(), file.totals());
  }

  @Override
  public List<Long> splitOffsets() {
    return file.rowGroupOffsets();
  }

  /** Bytes: exact when closed, of the buffers before. */
  @Override
  public long length() {
    return file.length();
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    file.close();
    layout.dictionaries().learn(file.rows(), file.totals());
  }
}
