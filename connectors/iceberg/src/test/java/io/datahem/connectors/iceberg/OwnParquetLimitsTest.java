package io.datahem.connectors.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datahem.connectors.iceberg.parquet.FileShape;
import io.datahem.connectors.iceberg.parquet.PageCompression;
import io.datahem.connectors.iceberg.parquet.ParquetFile;
import io.datahem.connectors.iceberg.parquet.ParquetLimits;
import io.datahem.connectors.iceberg.parquet.RowShape;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Files;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens at the limits of a file. */
class OwnParquetLimitsTest {
  private static final Schema SCHEMA =
      new Schema(
          NestedField.required(1, "number", Types.LongType.get()),
          NestedField.optional(2, "text", Types.StringType.get()));
  private static final int LARGE_BYTES = 16 << 20;

  @TempDir Path directory;

  private static Record row(long number, String text) {
    Record row = GenericRecord.create(SCHEMA);
    row.set(0, number);
    row.set(1, text);
    return row;
  }

  private ParquetFile<Record> open(ParquetLimits limits) {
    MessageType type = ParquetSchemaUtil.convert(SCHEMA, "table");
    PageCompression compression = PageCompression.of(CompressionCodecName.ZSTD, 1);
    return RowShape.ofRecords(SCHEMA, type)
        .open(
            new FileShape(type, Map.of(), compression, limits),
            Files.localOutput(path().toFile()),
            column -> true);
  }

  private Path path() {
    return directory.resolve("rows.parquet");
  }

  private ParquetFile<Record> write(ParquetLimits limits, List<Record> rows) throws IOException {
    ParquetFile<Record> file = open(limits);
    rows.forEach(file::add);
    file.close();
    List<Record> read = new ArrayList<>();
    try (CloseableIterable<Record> records =
        Parquet.read(Files.localInput(path().toFile()))
            .project(SCHEMA)
            .createReaderFunc(type -> GenericParquetReaders.buildReader(SCHEMA, type))
            .build()) {
      records.forEach(read::add);
    }
    assertThat(read).hasSameSizeAs(rows);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(read.get(i).equals(rows.get(i))).as("row %d", i).isTrue();
    }
    return file;
  }

  private List<BlockMetaData> rowGroups() throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(path()))) {
      return reader.getRowGroups();
    }
  }

  @Test
  void aValueOf16MebibytesHasAPageOfItsOwnAndShortBounds() throws Exception {
    String large = "x".repeat(LARGE_BYTES);
    ParquetFile<Record> file =
        write(ParquetLimits.DEFAULT, List.of(row(1, "a"), row(2, large), row(3, "b")));
    assertThat(file.totals().get(1).upper()).isEqualTo(large);
    Statistics<?> bounds = rowGroups().get(0).getColumns().get(1).getStatistics();
    assertThat(bounds.getMinBytes()).isEqualTo(new byte[] {'a'});
    assertThat(new String(bounds.getMaxBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .hasSize(64)
        .isGreaterThan(large);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT sum(length(text)), max(text) = repeat('x', 16 << 20) FROM '"
                    + path()
                    + "'")) {
      result.next();
      assertThat(result.getLong(1)).isEqualTo(LARGE_BYTES + 2);
      assertThat(result.getBoolean(2)).isTrue();
    }
  }

  @Test
  void textsMadeToCollideCostTheDictionaryAndNothingElse() throws Exception {
    List<Record> rows = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int bit = 0; bit < 12; bit++) {
        text.append((i >> bit & 1) == 0 ? "Aa" : "BB"); // both have the same hash
      }
      rows.add(row(i % 10, text.toString()));
      rows.add(row(i % 10, text.toString()));
    }
    ParquetFile<Record> file = write(ParquetLimits.DEFAULT, rows);
    assertThat(file.totals().get(0).hasDictionary()).isTrue();
    assertThat(file.totals().get(1).hasDictionary()).isFalse();
  }

  @Test
  void aDictionaryThatIsFullStandsForThePagesBefore() throws Exception {
    List<Record> rows = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      rows.add(row(i, i < 500 ? "one of " + i % 7 : "text " + i));
    }
    ParquetLimits limits = new ParquetLimits(1 << 20, 100, 64 << 20, 1 << 20, 20);
    ParquetFile<Record> file = write(limits, rows);
    assertThat(file.totals().get(1).hasDictionary()).isTrue();
    var stats = rowGroups().get(0).getColumns().get(1).getEncodingStats();
    assertThat(stats.hasDictionaryEncodedPages()).isTrue();
    assertThat(stats.hasNonDictionaryEncodedPages()).isTrue();
  }

  @Test
  void aRowGroupEndsWithTheRowThatReachesItsBytes() throws Exception {
    List<Record> rows = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      rows.add(row(i, Long.toHexString(i * 0x9E3779B97F4A7C15L)));
    }
    write(new ParquetLimits(1_000, 100, 2_000, 1, 1), rows);
    List<BlockMetaData> groups = rowGroups();
    assertThat(groups).hasSizeGreaterThan(3);
    assertThat(groups.stream().mapToLong(BlockMetaData::getRowCount).sum()).isEqualTo(1_000);
    // The group before the last has reached the limit, and is larger by less than a page a column.
    assertThat(groups.get(0).getCompressedSize()).isBetween(2_000L, 5_000L);
  }

  @Test
  void aRowWithoutAValueThatMustBeThereIsRefused() {
    ParquetFile<Record> file = open(ParquetLimits.DEFAULT);
    Record row = GenericRecord.create(SCHEMA);
    assertThatThrownBy(() -> file.add(row))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot write column number: null, expected a value");
  }

  @Test
  void limitsBelowOneAreRefused() {
    assertThatThrownBy(() -> new ParquetLimits(0, 1, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ParquetLimits(1, 1, 0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
