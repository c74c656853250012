package io.datahem.connectors.iceberg;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.parquet.ParquetValueWriter;
import org.apache.iceberg.util.PropertyUtil;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.codec.ZstandardCodec;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;

/**
 * All of a table's Parquet files that does not differ from file to file: made once, when the table
 * is prepared. Thread-safe.
 *
 * <p>Files are opened here, and not by Iceberg's builder, because that one parses Hadoop's settings
 * and the schema for each (9 of the 13 ms of CPU of a file of few rows) and knows no dictionary by
 * column: see {@link DictionaryChoice}.
 */
final class ParquetLayout {
  private static final String SCHEMA_KEY = "iceberg.schema";
  private static final int DEFAULT_ZSTD_LEVEL = 1;

  private final int schemaId;
  private final MessageType file;
  private final Map<String, String> metadata;
  private final MetricsConfig metrics;
  private final CompressionCodecName codec;
  private final Configuration codecSettings;
  private final DictionaryChoice dictionaries;

  ParquetLayout(Table table) {
    Schema schema = table.schema();
    this.schemaId = schema.schemaId();
    this.file = ParquetSchemaUtil.convert(schema, "table");
    this.metadata = Map.of(SCHEMA_KEY, SchemaParser.toJson(schema));
    this.metrics = MetricsConfig.forTable(table);
    this.codec =
        CompressionCodecName.fromConf(
            table.properties().getOrDefault(TableProperties.PARQUET_COMPRESSION, "zstd"));
    this.codecSettings = new Configuration(false);
    codecSettings.setInt(
        ZstandardCodec.PARQUET_COMPRESS_ZSTD_LEVEL,
        PropertyUtil.propertyAsInt(
            table.properties(), TableProperties.PARQUET_COMPRESSION_LEVEL, DEFAULT_ZSTD_LEVEL));
    this.dictionaries = new DictionaryChoice(file);
  }

  /** True while a table's files are laid out like this: its schema has not changed. */
  boolean fits(Table table) {
    return schemaId == table.schema().schemaId();
  }

  /** A file of the table, of rows such as the writer takes. */
  <T> RowFile<T> open(OutputFile output, ParquetValueWriter<T> writer) {
    return new RowFile<>(this, output, writer);
  }

  MessageType file() {
    return file;
  }

  /** Key-value pairs of the footer: Iceberg's schema, by which readers match columns. */
  Map<String, String> metadata() {
    return metadata;
  }

  MetricsConfig metrics() {
    return metrics;
  }

  DictionaryChoice dictionaries() {
    return dictionaries;
  }

  CodecFactory codecs(ParquetProperties properties) {
    return new CodecFactory(codecSettings, properties.getPageSizeThreshold());
  }

  CompressionCodecName codec() {
    return codec;
  }
}
