package io.datahem.connectors.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datahem.connectors.iceberg.parquet.ColumnTotals;
import io.datahem.connectors.iceberg.parquet.FileShape;
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
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that others' columns are copied into is the one that their rows would have made. */
class CopiedColumnsTest {
  private static final long SEED = Long.getLong("parquet.seed", System.nanoTime() >>> 20);
  private static final int TABLES = Integer.getInteger("parquet.tables", 15);

  @TempDir Path directory;

  private static FileShape shape(Schema schema, CompressionCodecName codec, int rowGroupBytes) {
    return new FileShape(
        ParquetSchemaUtil.convert(schema, "table"),
        Map.of(),
        PageCompression.of(codec, 1),
        new ParquetLimits(100, 64, rowGroupBytes, 1_000, 1_000));
  }

  private static ParquetFile<Record> open(Schema schema, FileShape shape, Path path) {
    return RowShape.ofRecords(schema, ParquetSchemaUtil.convert(schema, "table"))
        .open(shape, org.apache.iceberg.Files.localOutput(path.toFile()), i -> i % 2 == 0);
  }

  private Path path() {
    return directory.resolve(UUID.randomUUID() + ".parquet");
  }

  private Path write(Schema schema, FileShape shape, List<Record> rows) throws IOException {
    Path path = path();
    ParquetFile<Record> file = open(schema, shape, path);
    rows.forEach(file::add);
    file.close();
    return path;
  }

  private static InputFile input(Path path) {
    return org.apache.iceberg.Files.localInput(path.toFile());
  }

  @Test
  void everyReaderFindsTheRowsOfAllAndTheTotalsAreTheirs() throws Exception {
    for (int i = 0; i < TABLES; i++) {
      check(SEED + i, 1 << 20);
      check(SEED + i, 2_000);
    }
  }

  private void check(long seed, int rowGroupBytes) throws Exception {
    RandomTable table = new RandomTable(seed, true);
    Random random = new Random(~seed);
    FileShape shape = shape(table.schema(), CompressionCodecName.ZSTD, rowGroupBytes);
    Path to = path();
    ParquetFile<Record> copied = open(table.schema(), shape, to);
    List<Record> all = new ArrayList<>();
    for (int size : new int[] {1, 40, 0, 500, 3}) {
      List<Record> rows = table.records(size);
      all.addAll(rows);
      if (random.nextInt(4) == 0) {
        rows.forEach(copied::add);
        continue;
      }
      CompressionCodecName codec =
          random.nextBoolean() ? CompressionCodecName.ZSTD : CompressionCodecName.SNAPPY;
      FileShape from = shape(table.schema(), codec, random.nextBoolean() ? 2_000 : 1 << 20);
      assertThat(copied.addAll(input(write(table.schema(), from, rows)))).isTrue();
    }
    copied.close();
    String about = "seed " + seed + ", " + table.schema();
    Path whole = path();
    ParquetFile<Record> byRows = open(table.schema(), shape, whole);
    all.forEach(byRows::add);
    byRows.close();
    assertThat(copied.rows()).as(about).isEqualTo(all.size());
    assertThat(copied.length()).as(about).isEqualTo(Files.size(to));
    assertThat(ParquetTriples.difference(to, whole)).as(about).isEmpty();
    assertThat(OwnParquetTest.byIceberg(table.schema(), to))
        .as(about)
        .isEqualTo(OwnParquetTest.plain(all));
    OwnParquetTest.assertSameBySql(to, whole, about);
    for (int i = 0; i < copied.totals().size(); i++) {
      ColumnTotals ours = copied.totals().get(i);
      ColumnTotals theirs = byRows.totals().get(i);
      assertThat(ours)
          .as(about)
          .usingRecursiveComparison()
          .ignoringFields("bytes", "hasDictionary")
          .isEqualTo(theirs);
    }
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(to))) {
      assertThat(copied.rowGroupOffsets())
          .as(about)
          .isEqualTo(ParquetUtil.getSplitOffsets(reader.getFooter()));
    }
  }

  @Test
  void aFileOfAnotherLayoutAddsNothing() throws Exception {
    RandomTable table = new RandomTable(1, true);
    RandomTable other = new RandomTable(2, true);
    FileShape shape = shape(table.schema(), CompressionCodecName.ZSTD, 1 << 20);
    FileShape others = shape(other.schema(), CompressionCodecName.ZSTD, 1 << 20);
    ParquetFile<Record> to = open(table.schema(), shape, path());
    assertThat(to.addAll(input(write(other.schema(), others, other.records(5))))).isFalse();
    assertThat(to.rows()).isZero();
    assertThat(to.addAll(input(write(table.schema(), shape, table.records(5))))).isTrue();
    assertThat(to.rows()).isEqualTo(5);
  }

  /** Bytes that were changed on the disk must not get a checksum that is right. */
  @Test
  void whatWasChangedOnTheDiskIsNotCopied() throws Exception {
    RandomTable table = new RandomTable(SEED, true);
    FileShape shape = shape(table.schema(), CompressionCodecName.UNCOMPRESSED, 1 << 20);
    List<Record> rows = table.records(200);
    Path from = write(table.schema(), shape, rows);
    byte[] whole = Files.readAllBytes(from);
    Random random = new Random(SEED);
    int told = 0;
    for (int i = 0; i < 100; i++) {
      byte[] changed = whole.clone();
      changed[4 + random.nextInt(whole.length / 2)] ^= (byte) (1 << random.nextInt(8));
      Files.write(from, changed);
      Path to = path();
      ParquetFile<Record> copied = open(table.schema(), shape, to);
      try {
        copied.addAll(input(from));
        copied.close();
        assertThat(OwnParquetTest.byIceberg(table.schema(), to))
            .as("seed %s", SEED)
            .isEqualTo(OwnParquetTest.plain(rows));
      } catch (IOException | RuntimeException e) {
        told++;
      }
    }
    assertThat(told).as("seed %s", SEED).isGreaterThan(50);
  }

  @Test
  void aFileThatIsCutShortIsTold() throws Exception {
    RandomTable table = new RandomTable(1, true);
    FileShape shape = shape(table.schema(), CompressionCodecName.ZSTD, 1 << 20);
    byte[] whole = Files.readAllBytes(write(table.schema(), shape, table.records(50)));
    Path cut = path();
    for (int length : new int[] {0, 3, 7, 8, 11, 12, whole.length / 2, whole.length - 1}) {
      Files.write(cut, Arrays.copyOf(whole, length));
      ParquetFile<Record> to = open(table.schema(), shape, path());
      assertThatThrownBy(() -> to.addAll(input(cut)))
          .as("%s of %s bytes", length, whole.length)
          .isInstanceOf(Exception.class);
    }
  }
}
