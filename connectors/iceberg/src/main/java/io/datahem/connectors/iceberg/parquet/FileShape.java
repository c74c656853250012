package io.datahem.connectors.iceberg.parquet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;

/**
 * What is the same in all files of a table: the footer but for its row groups, how pages are
 * compressed, and the limits. Thread-safe.
 */
public final class FileShape {
  /** In a form that readers parse: they trust bounds only of writers they can name. */
  private static final String CREATED_BY = "datahem version 0.1.0 (build parquet-1)";

  private static final int FORMAT_VERSION = 1;

  private final MessageType schema;
  private final FileMetaData footer;
  private final PageCompression compression;
  private final ParquetLimits limits;

  /**
   * A table's files.
   *
   * @param schema with Iceberg's field ids
   * @param metadata key-value pairs of the footer
   */
  public FileShape(
      MessageType schema,
      Map<String, String> metadata,
      PageCompression compression,
      ParquetLimits limits) {
    this.schema = schema;
    this.footer = footer(schema, metadata);
    this.compression = compression;
    this.limits = limits;
  }

  private static FileMetaData footer(MessageType schema, Map<String, String> metadata) {
    ParquetMetadata empty =
        new ParquetMetadata(
            new org.apache.parquet.hadoop.metadata.FileMetaData(schema, Map.of(), CREATED_BY),
            List.of());
    FileMetaData footer = new ParquetMetadataConverter().toParquetMetadata(FORMAT_VERSION, empty);
    List<KeyValue> pairs = new ArrayList<>();
    metadata.forEach((key, value) -> pairs.add(new KeyValue(key).setValue(value)));
    return footer.setCreated_by(CREATED_BY).setKey_value_metadata(pairs);
  }

  MessageType schema() {
    return schema;
  }

  /** True when pages of both are cut and compressed alike. */
  boolean isWrittenAs(FileShape other) {
    return limits.equals(other.limits) && compression.isLike(other.compression);
  }

  PageCompression compression() {
    return compression;
  }

  ParquetLimits limits() {
    return limits;
  }

  /** The footer of a file. It shares what all files have, so nobody may change that. */
  FileMetaData footer(List<RowGroup> rowGroups, long rows) {
    FileMetaData own = new FileMetaData(footer.getVersion(), footer.getSchema(), rows, rowGroups);
    return own.setKey_value_metadata(footer.getKey_value_metadata())
        .setCreated_by(footer.getCreated_by())
        .setColumn_orders(footer.getColumn_orders());
  }
}
