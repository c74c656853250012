package io.datahem.connectors.iceberg;

import io.datahem.connectors.iceberg.parquet.FileShape;
import io.datahem.connectors.iceberg.parquet.JoinedFile;
import io.datahem.connectors.iceberg.parquet.PageCompression;
import io.datahem.connectors.iceberg.parquet.ParquetLimits;
import io.datahem.connectors.iceberg.parquet.RowShape;
import io.datahem.contracts.table.TablePlan;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.util.PropertyUtil;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * All of a table's Parquet files that does not differ from file to file: made once, when the table
 * is prepared. Thread-safe.
 *
 * @param <T> the rows its files take
 */
final class ParquetLayout<T> {
  private static final String SCHEMA_KEY = "iceberg.schema";
  private static final int DEFAULT_ZSTD_LEVEL = 1;

  private final int schemaId;
  private final FileShape file;
  private final RowShape<T> rows;
  private final FileMetrics metrics;
  private final DictionaryChoice dictionaries;

  private ParquetLayout(Table table, MessageType type, RowShape<T> rows) {
    Schema schema = table.schema();
    this.schemaId = schema.schemaId();
    this.file =
        new FileShape(
            type,
            Map.of(SCHEMA_KEY, SchemaParser.toJson(schema)),
            compression(table.properties()),
            ParquetLimits.DEFAULT);
    this.rows = rows;
    this.metrics = new FileMetrics(schema, MetricsConfig.forTable(table), rows.columns());
    this.dictionaries = new DictionaryChoice(rows.columns().size());
  }

  /**
   * Files of a plan's rows.
   *
   * @param ids the field ids by column path
   */
  static ParquetLayout<@Nullable Object[]> ofSlots(
      Table table, TablePlan plan, Map<String, Integer> ids) {
    MessageType type = type(table);
    return new ParquetLayout<>(
        table, type, RowShape.ofSlots(table.schema(), type, plan.columns(), ids));
  }

  /** Files of records that have the table's own columns. */
  static ParquetLayout<Record> ofRecords(Table table) {
    MessageType type = type(table);
    return new ParquetLayout<>(table, type, RowShape.ofRecords(table.schema(), type));
  }

  private static MessageType type(Table table) {
    return ParquetSchemaUtil.convert(table.schema(), "table");
  }

  private static PageCompression compression(Map<String, String> properties) {
    return PageCompression.of(
        CompressionCodecName.fromConf(
            properties.getOrDefault(TableProperties.PARQUET_COMPRESSION, "zstd")),
        PropertyUtil.propertyAsInt(
            properties, TableProperties.PARQUET_COMPRESSION_LEVEL, DEFAULT_ZSTD_LEVEL));
  }

  /** True while a table's files are laid out like this: its schema has not changed. */
  boolean fits(Table table) {
    return schemaId == table.schema().schemaId();
  }

  /** A file of the table. */
  RowFile<T> open(OutputFile output) {
    return new RowFile<>(this, rows.open(file, output, dictionaries::next));
  }

  /**
   * Writes files of the table into one without reading their rows.
   *
   * @return null, and nothing is written, when one of them is laid out otherwise
   */
  @Nullable JoinedFile join(List<InputFile> files, OutputFile output) throws IOException {
    return JoinedFile.write(file, files, output);
  }

  FileMetrics metrics() {
    return metrics;
  }

  DictionaryChoice dictionaries() {
    return dictionaries;
  }
}
