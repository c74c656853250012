package io.datahem.connectors.iceberg;

import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.EncodingStats;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.schema.MessageType;

/**
 * Which columns of a table are worth a dictionary. Building one for values that are all different
 * (ids, payloads) is half of the cost of writing them, and Parquet finds out anew in every file
 * that it was in vain. What one file found holds for the next {@link #FILES_UNTIL_RETRIED} here.
 * Thread-safe.
 */
final class DictionaryChoice {
  static final int FILES_UNTIL_RETRIED = 64;

  private final List<ColumnDescriptor> columns;

  /** By column: how many files yet go without a dictionary. */
  private final AtomicIntegerArray without;

  DictionaryChoice(MessageType file) {
    this.columns = file.getColumns();
    this.without = new AtomicIntegerArray(columns.size());
  }

  /** The settings of the next file. */
  ParquetProperties next() {
    ParquetProperties.Builder properties = ParquetProperties.builder();
    for (int i = 0; i < columns.size(); i++) {
      boolean skip = without.getAndUpdate(i, left -> Math.max(0, left - 1)) > 0;
      properties.withDictionaryEncoding(String.join(".", columns.get(i).getPath()), !skip);
    }
    return properties.build();
  }

  /**
   * Learns from a file that is written.
   *
   * @param minRows files of fewer rows say nothing
   */
  void learn(BlockMetaData rows, int minRows) {
    if (rows.getRowCount() < minRows) {
      return;
    }
    for (ColumnChunkMetaData column : rows.getColumns()) {
      EncodingStats stats = column.getEncodingStats();
      if (stats != null && column.getValueCount() > 0 && !stats.hasDictionaryEncodedPages()) {
        int index = indexOf(column.getPath());
        without.compareAndSet(index, 0, FILES_UNTIL_RETRIED);
      }
    }
  }

  private int indexOf(ColumnPath path) {
    for (int i = 0; i < columns.size(); i++) {
      if (ColumnPath.get(columns.get(i).getPath()).equals(path)) {
        return i;
      }
    }
    throw new IllegalStateException("Cannot find column " + path + " of the file's own schema");
  }
}
