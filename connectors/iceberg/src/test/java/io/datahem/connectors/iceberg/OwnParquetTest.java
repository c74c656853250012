package io.datahem.connectors.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.connectors.iceberg.parquet.FileShape;
import io.datahem.connectors.iceberg.parquet.PageCompression;
import io.datahem.connectors.iceberg.parquet.ParquetFile;
import io.datahem.connectors.iceberg.parquet.ParquetLimits;
import io.datahem.connectors.iceberg.parquet.RowShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.iceberg.Files;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.parquet.CorruptStatistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our own Parquet files beside those of Iceberg's writer: no reader may tell them apart. */
class OwnParquetTest {
  private static final long SEED = Long.getLong("parquet.seed", System.nanoTime() >>> 20);
  private static final int TABLES = Integer.getInteger("parquet.tables", 15);

  @TempDir Path directory;

  @Test
  void rowsOfPlansAreWrittenAsIcebergWritesThem() throws Exception {
    for (int i = 0; i < TABLES; i++) {
      long seed = SEED + i;
      RandomTable table = new RandomTable(seed, false);
      MessageType type = type(table.schema());
      RowShape<Object[]> shape =
          RowShape.ofSlots(table.schema(), type, table.columns(), table.ids());
      check(seed, table, shape, RandomTable::slots);
    }
  }

  @Test
  void recordsOfAnyTableAreWrittenAsIcebergWritesThem() throws Exception {
    for (int i = 0; i < TABLES; i++) {
      long seed = SEED + i;
      RandomTable table = new RandomTable(seed, true);
      RowShape<Record> shape = RowShape.ofRecords(table.schema(), type(table.schema()));
      check(seed, table, shape, record -> record);
    }
  }

  private static MessageType type(Schema schema) {
    return ParquetSchemaUtil.convert(schema, "table");
  }

  private <T> void check(
      long seed, RandomTable table, RowShape<T> shape, java.util.function.Function<Record, T> rows)
      throws Exception {
    Random random = new Random(~seed);
    int count = new int[] {0, 1, 7, 30, 300, 3_000}[random.nextInt(6)];
    List<Record> records = table.records(count);
    Path own = directory.resolve(UUID.randomUUID() + ".parquet");
    Path peer = directory.resolve(UUID.randomUUID() + ".parquet");
    String about = "seed " + seed + ", rows " + count + ", " + table.schema();
    FileShape file =
        new FileShape(type(table.schema()), Map.of("k", "v"), compression(random), limits(random));
    int with = random.nextInt(3);
    ParquetFile<T> writer =
        shape.open(file, Files.localOutput(own.toFile()), i -> with == 0 || (i + with) % 2 == 0);
    write(writer, records.stream().map(rows).toList(), random);
    writer.close();
    Metrics expected = writePeer(table.schema(), records, peer);
    assertThat(writer.length()).as(about).isEqualTo(java.nio.file.Files.size(own));
    assertThat(byIceberg(table.schema(), own)).as(about).isEqualTo(plain(records));
    if (count > 0) {
      assertThat(ParquetTriples.difference(own, peer)).as(about).isEmpty();
      assertSameBySql(own, peer, about);
      java.nio.file.Files.delete(peer);
    }
    FileMetrics metrics =
        new FileMetrics(table.schema(), MetricsConfig.getDefault(), shape.columns());
    Metrics ours = metrics.of(count, writer.totals());
    if (count > 0) {
      assertMetrics(ours, expected, table.schema(), about);
      assertFooterMetrics(ours, own, table.schema(), about);
    }
    assertFooter(own, writer, about);
    java.nio.file.Files.delete(own);
  }

  /** Row by row, and rows of slots also some at a time. */
  private static <T> void write(ParquetFile<T> writer, List<T> rows, Random random) {
    for (int i = 0; i < rows.size(); ) {
      if (rows.get(i) instanceof Object[] && random.nextBoolean()) {
        int count = random.nextInt(Math.min(60, rows.size() - i) + 1);
        writer.addRows(rows.subList(i, i + count).toArray(), count);
        i += count;
      } else {
        writer.add(rows.get(i++));
      }
    }
  }

  private static PageCompression compression(Random random) {
    CompressionCodecName[] names = {
      CompressionCodecName.ZSTD,
      CompressionCodecName.ZSTD,
      CompressionCodecName.UNCOMPRESSED,
      CompressionCodecName.SNAPPY
    };
    return PageCompression.of(names[random.nextInt(names.length)], 1);
  }

  private static ParquetLimits limits(Random random) {
    return new ParquetLimits(
        new int[] {1, 100, 5_000, 1 << 20}[random.nextInt(4)],
        new int[] {1, 8, 100, 1 << 15}[random.nextInt(4)],
        new long[] {1, 4_000, 64 << 20}[random.nextInt(3)],
        new int[] {16, 1_000, 1 << 20}[random.nextInt(3)],
        new int[] {1, 100, 1 << 16}[random.nextInt(3)]);
  }

  private static Metrics writePeer(Schema schema, List<Record> records, Path file)
      throws IOException {
    FileAppender<Record> appender =
        Parquet.write(Files.localOutput(file.toFile()))
            .schema(schema)
            .createWriterFunc(type -> GenericParquetWriter.create(schema, type))
            .build();
    try (appender) {
      appender.addAll(records);
    }
    return appender.metrics();
  }

  static Object byIceberg(Schema schema, Path file) throws IOException {
    List<Record> records = new ArrayList<>();
    try (CloseableIterable<Record> read =
        Parquet.read(Files.localInput(file.toFile()))
            .project(schema)
            .createReaderFunc(type -> GenericParquetReaders.buildReader(schema, type))
            .build()) {
      read.forEach(records::add);
    }
    return plain(records);
  }

  /** In a form that is compared by value. */
  static Object plain(Object value) {
    if (value instanceof Record record) {
      List<Object> fields = new ArrayList<>();
      for (int i = 0; i < record.size(); i++) {
        fields.add(plain(record.get(i)));
      }
      return fields;
    }
    if (value instanceof List<?> list) {
      List<Object> elements = new ArrayList<>();
      list.forEach(element -> elements.add(plain(element)));
      return elements;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> entries = new HashMap<>();
      map.forEach((key, entry) -> entries.put(key, plain(entry)));
      return entries;
    }
    return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
  }

  static void assertSameBySql(Path own, Path peer, String about) throws Exception {
    String ours = "(SELECT * FROM read_parquet('" + own + "'))";
    String theirs = "(SELECT * FROM read_parquet('" + peer + "'))";
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      assertThat(number(statement, ours)).as(about).isEqualTo(number(statement, theirs));
      assertThat(number(statement, "(" + ours + " EXCEPT ALL " + theirs + ")")).as(about).isZero();
      assertThat(number(statement, "(" + theirs + " EXCEPT ALL " + ours + ")")).as(about).isZero();
    }
  }

  private static long number(Statement statement, String rows) throws Exception {
    try (ResultSet result = statement.executeQuery("SELECT count(*) FROM " + rows)) {
      result.next();
      return result.getLong(1);
    }
  }

  /**
   * All but the sizes, which differ, and the counts: of numbers in records Iceberg's writer counts
   * but those whose record is there, other than its reader of footers.
   */
  private static void assertMetrics(Metrics own, Metrics peer, Schema schema, String about) {
    assertThat(own.recordCount()).as(about).isEqualTo(peer.recordCount());
    assertThat(own.columnSizes().keySet()).as(about).isEqualTo(peer.columnSizes().keySet());
    assertThat(own.nanValueCounts()).as(about).isEqualTo(peer.nanValueCounts());
    assertBounds(own.lowerBounds(), peer.lowerBounds(), schema, about);
    assertBounds(own.upperBounds(), peer.upperBounds(), schema, about);
  }

  private static void assertBounds(
      Map<Integer, ByteBuffer> own, Map<Integer, ByteBuffer> peer, Schema schema, String about) {
    peer.forEach(
        (id, bound) -> {
          Type type = schema.findType(id);
          assertThat(plain(type, own.get(id)))
              .as("bound of %s of %s", id, about)
              .isEqualTo(plain(type, bound));
        });
    own.forEach(
        (id, bound) -> {
          // Parquet's writer drops bounds of long values, ours cuts them.
          boolean cut =
              List.of(Type.TypeID.STRING, Type.TypeID.BINARY)
                  .contains(schema.findType(id).typeId());
          assertThat(peer.containsKey(id) || cut).as("bound of %s of %s", id, about).isTrue();
        });
  }

  /** Both zeros are one: the footer's bounds hold either. */
  private static Object plain(Type type, ByteBuffer bound) {
    Object value = bound == null ? null : Conversions.fromByteBuffer(type, bound);
    if (value instanceof Double number) {
      return number + 0.0;
    }
    if (value instanceof Float number) {
      return number + 0.0f;
    }
    return value instanceof CharSequence text ? text.toString() : value;
  }

  private static void assertFooterMetrics(Metrics own, Path file, Schema schema, String about)
      throws IOException {
    Metrics footer =
        ParquetUtil.fileMetrics(Files.localInput(file.toFile()), MetricsConfig.getDefault());
    assertThat(own.recordCount()).as(about).isEqualTo(footer.recordCount());
    assertThat(own.columnSizes()).as(about).isEqualTo(footer.columnSizes());
    assertThat(own.valueCounts()).as(about).isEqualTo(footer.valueCounts());
    assertThat(own.nullValueCounts()).as(about).isEqualTo(footer.nullValueCounts());
    assertBounds(own.lowerBounds(), footer.lowerBounds(), schema, about);
    assertBounds(own.upperBounds(), footer.upperBounds(), schema, about);
    assertThat(own.lowerBounds().keySet()).as(about).isEqualTo(footer.lowerBounds().keySet());
  }

  private static void assertFooter(Path file, ParquetFile<?> written, String about)
      throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      assertThat(written.rowGroupOffsets())
          .as(about)
          .isEqualTo(ParquetUtil.getSplitOffsets(reader.getFooter()));
      String createdBy = reader.getFileMetaData().getCreatedBy();
      assertThat(CorruptStatistics.shouldIgnoreStatistics(createdBy, PrimitiveTypeName.BINARY))
          .isFalse();
    }
  }
}
