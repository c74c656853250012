package io.datahem.connectors.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datahem.connectors.iceberg.parquet.FileShape;
import io.datahem.connectors.iceberg.parquet.JoinedFile;
import io.datahem.connectors.iceberg.parquet.PageCompression;
import io.datahem.connectors.iceberg.parquet.ParquetFile;
import io.datahem.connectors.iceberg.parquet.ParquetLimits;
import io.datahem.connectors.iceberg.parquet.RowShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Joined files hold the rows of what they were made of, in order, to every reader. */
class JoinedFileTest {
  private static final long SEED = Long.getLong("parquet.seed", System.nanoTime() >>> 20);
  private static final int TABLES = Integer.getInteger("parquet.tables", 15);

  @TempDir Path directory;

  private static FileShape shape(Schema schema, CompressionCodecName codec, int rowGroupBytes) {
    MessageType type = ParquetSchemaUtil.convert(schema, "table");
    ParquetLimits limits = new ParquetLimits(100, 64, rowGroupBytes, 1_000, 1_000);
    return new FileShape(type, Map.of("k", "v"), PageCompression.of(codec, 1), limits);
  }

  private Path write(Schema schema, FileShape file, List<Record> rows) throws IOException {
    Path path = directory.resolve(UUID.randomUUID() + ".parquet");
    ParquetFile<Record> writer =
        RowShape.ofRecords(schema, ParquetSchemaUtil.convert(schema, "table"))
            .open(file, org.apache.iceberg.Files.localOutput(path.toFile()), i -> i % 2 == 0);
    rows.forEach(writer::add);
    writer.close();
    return path;
  }

  private static InputFile input(Path path) {
    return org.apache.iceberg.Files.localInput(path.toFile());
  }

  private JoinedFile join(FileShape shape, List<Path> files, Path to) throws IOException {
    return JoinedFile.write(
        shape,
        files.stream().map(JoinedFileTest::input).toList(),
        org.apache.iceberg.Files.localOutput(to.toFile()));
  }

  @Test
  void everyReaderFindsTheRowsOfAll() throws Exception {
    for (int i = 0; i < TABLES; i++) {
      check(SEED + i);
    }
  }

  private void check(long seed) throws Exception {
    RandomTable table = new RandomTable(seed, true);
    Random random = new Random(~seed);
    List<Record> all = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    for (CompressionCodecName codec :
        List.of(CompressionCodecName.ZSTD, CompressionCodecName.SNAPPY)) {
      for (int size : new int[] {1, 40, 500}) {
        List<Record> rows = table.records(size);
        all.addAll(rows);
        int rowGroupBytes = random.nextBoolean() ? 2_000 : 1 << 20;
        files.add(write(table.schema(), shape(table.schema(), codec, rowGroupBytes), rows));
      }
    }
    String about = "seed " + seed + ", " + table.schema();
    FileShape shape = shape(table.schema(), CompressionCodecName.ZSTD, 1 << 20);
    Path to = directory.resolve(UUID.randomUUID() + ".parquet");
    JoinedFile joined = join(shape, files, to);
    assertThat(joined).as(about).isNotNull();
    assertThat(joined.rows()).as(about).isEqualTo(all.size());
    assertThat(joined.bytes()).as(about).isEqualTo(Files.size(to));
    assertThat(OwnParquetTest.byIceberg(table.schema(), to))
        .as(about)
        .isEqualTo(OwnParquetTest.plain(all));
    Path whole = write(table.schema(), shape, all);
    OwnParquetTest.assertSameBySql(to, whole, about);
    assertSameMetrics(to, whole, about);
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(to))) {
      assertThat(joined.rowGroupOffsets())
          .as(about)
          .hasSizeGreaterThanOrEqualTo(files.size())
          .isEqualTo(ParquetUtil.getSplitOffsets(reader.getFooter()));
    }
  }

  private static void assertSameMetrics(Path joined, Path whole, String about) {
    Metrics ours = ParquetUtil.fileMetrics(input(joined), MetricsConfig.getDefault());
    Metrics theirs = ParquetUtil.fileMetrics(input(whole), MetricsConfig.getDefault());
    assertThat(ours.recordCount()).as(about).isEqualTo(theirs.recordCount());
    assertThat(ours.valueCounts()).as(about).isEqualTo(theirs.valueCounts());
    assertThat(ours.nullValueCounts()).as(about).isEqualTo(theirs.nullValueCounts());
    assertThat(ours.lowerBounds()).as(about).isEqualTo(theirs.lowerBounds());
    assertThat(ours.upperBounds()).as(about).isEqualTo(theirs.upperBounds());
  }

  @Test
  void aFileOfAnotherLayoutIsLeftToWhoReadsRows() throws Exception {
    RandomTable table = new RandomTable(1, true);
    RandomTable other = new RandomTable(2, true);
    FileShape shape = shape(table.schema(), CompressionCodecName.ZSTD, 1 << 20);
    Path first = write(table.schema(), shape, table.records(5));
    Path second =
        write(
            other.schema(),
            shape(other.schema(), CompressionCodecName.ZSTD, 1 << 20),
            other.records(5));
    Path to = directory.resolve("to.parquet");
    assertThat(join(shape, List.of(first, second), to)).isNull();
    assertThat(to).doesNotExist();
  }

  @Test
  void aFileThatIsCutShortIsTold() throws Exception {
    RandomTable table = new RandomTable(1, true);
    FileShape shape = shape(table.schema(), CompressionCodecName.ZSTD, 1 << 20);
    byte[] whole = Files.readAllBytes(write(table.schema(), shape, table.records(50)));
    Path cut = directory.resolve("cut.parquet");
    for (int length : new int[] {0, 3, 7, 8, 11, 12, whole.length / 2, whole.length - 1}) {
      Files.write(cut, Arrays.copyOf(whole, length));
      Path to = directory.resolve("to-" + length + ".parquet");
      assertThatThrownBy(() -> join(shape, List.of(cut), to))
          .as("%s of %s bytes", length, whole.length)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(cut.toString());
      assertThat(to).doesNotExist();
    }
  }
}
