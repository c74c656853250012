package io.datahem.connectors.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datahem.connectors.iceberg.parquet.FileShape;
import io.datahem.connectors.iceberg.parquet.PageCompression;
import io.datahem.connectors.iceberg.parquet.ParquetFile;
import io.datahem.connectors.iceberg.parquet.ParquetLimits;
import io.datahem.connectors.iceberg.parquet.RowShape;
import io.datahem.connectors.iceberg.parquet.SharedColumns;
import io.datahem.contracts.table.Column;
import io.datahem.contracts.table.ColumnType;
import io.datahem.events.AttributeMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.iceberg.Files;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.Schema;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two files that share columns hold what each would hold alone. */
class SharedColumnsTest {
  private static final long SEED = Long.getLong("parquet.seed", System.nanoTime() >>> 20);
  private static final int FILES = Integer.getInteger("parquet.shared", 20);
  private static final Map<String, String> NAMES =
      Map.of("at", "time", "attributes", "all", "id", "id", "offset", "place", "data", "bytes");

  /** Of a table that has the values of these pairs before their keys. */
  private static final String TURNED = "turned";

  private static final Side EVENTS =
      new Side(
          List.of(
              Column.of("at", ColumnType.TIMESTAMP, ""),
              pairs("attributes", "key", "value"),
              Column.of("data", ColumnType.BYTES, ""),
              Column.of("id", ColumnType.STRING, ""),
              Column.of("offset", ColumnType.INT64, "")));

  private static final Side ROWS =
      new Side(
          List.of(
              Column.of("n", ColumnType.INT64, ""),
              Column.of("place", ColumnType.INT64, ""),
              Column.of("time", ColumnType.TIMESTAMP, ""),
              Column.of("text", ColumnType.STRING, ""),
              Column.of("id", ColumnType.STRING, ""),
              Column.of("bytes", ColumnType.BYTES, ""),
              pairs("all", "key", "value"),
              pairs(TURNED, "of", "what")));

  @TempDir Path directory;

  private static Column pairs(String name, String key, String value) {
    return Column.list(
        name,
        List.of(Column.of(key, ColumnType.STRING, ""), Column.of(value, ColumnType.STRING, "")),
        "");
  }

  /** One of two tables. */
  private static final class Side {
    private final Schema schema;
    private final RowShape<Object[]> shape;

    Side(List<Column> columns) {
      Map<String, Integer> ids = new HashMap<>();
      List<NestedField> fields = new ArrayList<>();
      int next = 1;
      for (Column column : columns) {
        int id = next++;
        ids.put(column.path(), id);
        if (column.repeated()) {
          Column key = column.fields().get(0);
          Column value = column.fields().get(1);
          ids.put(key.path(), next + 1);
          ids.put(value.path(), next + 2);
          List<NestedField> parts =
              new ArrayList<>(
                  List.of(
                      NestedField.optional(next + 1, key.name(), Types.StringType.get()),
                      NestedField.optional(next + 2, value.name(), Types.StringType.get())));
          if (column.name().equals(TURNED)) {
            Collections.reverse(parts);
          }
          Types.StructType pair = Types.StructType.of(parts);
          fields.add(
              NestedField.optional(id, column.name(), Types.ListType.ofOptional(next, pair)));
          next += 3;
        } else {
          fields.add(
              NestedField.optional(id, column.name(), IcebergTypes.primitive(column.type())));
        }
      }
      schema = new Schema(fields);
      shape = RowShape.ofSlots(schema, ParquetSchemaUtil.convert(schema, "table"), columns, ids);
    }

    ParquetFile<Object[]> open(Path file, ParquetLimits limits, PageCompression compression) {
      FileShape layout =
          new FileShape(ParquetSchemaUtil.convert(schema, "table"), Map.of(), compression, limits);
      return shape.open(layout, Files.localOutput(file.toFile()), i -> i % 3 != 1);
    }

    Metrics metrics(ParquetFile<Object[]> file) {
      return new FileMetrics(schema, MetricsConfig.getDefault(), shape.columns())
          .of(file.rows(), file.totals());
    }
  }

  /** Rows of both, of which those before a place have the same values. */
  private static final class Events {
    private final Random random;
    private final List<Object[]> events = new ArrayList<>();
    private final List<Object[]> rows = new ArrayList<>();
    private final AttributeMap.Builder all = new AttributeMap.Builder();

    /** In one of how many events the names are others. */
    private final int steady;

    private int names = 2;

    Events(Random random) {
      this.random = random;
      this.steady = new int[] {1, 30, 300}[random.nextInt(3)];
    }

    /** Those of one event are told apart by who reads it; null when there are none. */
    private @Nullable Map<String, String> attributes(@Nullable String id) {
      if (random.nextInt(steady) == 0) {
        names = random.nextInt(5) - 1;
      }
      for (int k = names; k > 0; k--) {
        all.put("k" + k, (id + "å").repeat(random.nextInt(3)).getBytes(StandardCharsets.UTF_8));
      }
      return names < 0 ? null : all.build();
    }

    void add(int count, boolean alike) {
      for (int i = 0; i < count; i++) {
        Instant at = Instant.ofEpochMilli(1_700_000_000_000L + random.nextInt(3) * 77L);
        String id = random.nextInt(20) == 0 ? null : new UUID(0, random.nextLong()).toString();
        Map<String, String> attributes = attributes(id);
        byte[] data = new byte[random.nextInt(40)];
        random.nextBytes(data);
        long offset = 1_000_000L + events.size();
        events.add(new Object[] {at, attributes, data, id, offset});
        long place = alike || random.nextBoolean() ? offset : -1;
        String text = random.nextInt(3) == 0 ? null : "t" + random.nextInt(50);
        Map<String, String> turned = random.nextInt(steady) == 0 ? attributes(id) : attributes;
        rows.add(new Object[] {random.nextLong(), place, at, text, id, data, attributes, turned});
      }
    }
  }

  @Test
  void filesThatShareHoldWhatEachWouldHoldAlone() throws Exception {
    for (int i = 0; i < FILES; i++) {
      check(SEED + i);
    }
  }

  private void check(long seed) throws Exception {
    Random random = new Random(seed);
    ParquetLimits limits =
        new ParquetLimits(
            new int[] {1, 100, 5_000, 1 << 20}[random.nextInt(4)],
            new int[] {1, 8, 100, 1 << 15}[random.nextInt(4)],
            new long[] {1, 4_000, 64 << 20}[random.nextInt(3)],
            new int[] {16, 1_000, 1 << 20}[random.nextInt(3)],
            new int[] {1, 100, 1 << 16}[random.nextInt(3)]);
    PageCompression compression =
        PageCompression.of(
            random.nextInt(4) == 0 ? CompressionCodecName.UNCOMPRESSED : CompressionCodecName.ZSTD,
            1);
    String about = "seed " + seed + ", " + limits;
    Path one = directory.resolve(seed + "-events.parquet");
    Path other = directory.resolve(seed + "-rows.parquet");
    ParquetFile<Object[]> events = EVENTS.open(one, limits, compression);
    ParquetFile<Object[]> rows = ROWS.open(other, limits, compression);
    Events all = write(events, rows, random);
    close(events, rows, random.nextInt(3));
    assertSame(EVENTS, events, all.events, one, about);
    assertSame(ROWS, rows, all.rows, other, about);
  }

  /** Some that are alike, and mostly some that are not. */
  private static Events write(
      ParquetFile<Object[]> events, ParquetFile<Object[]> rows, Random random) {
    Events all = new Events(random);
    SharedColumns shared = null;
    boolean ended = false;
    int batches = random.nextInt(40);
    int alike = random.nextInt(60);
    for (int batch = 0; batch < batches; batch++) {
      int from = all.events.size();
      all.add(1 + random.nextInt(50), batch < alike);
      Object[] one = all.events.subList(from, all.events.size()).toArray();
      Object[] other = all.rows.subList(from, all.rows.size()).toArray();
      if (batch == 0) {
        shared = SharedColumns.begin(events, rows, NAMES, one, other, one.length);
        assertThat(shared).isNotNull();
      } else if (!ended && !shared.holds(one, other, one.length)) {
        shared.end();
        ended = true;
      }
      events.addRows(one, one.length);
      rows.addRows(other, other.length);
    }
    return all;
  }

  private static void close(ParquetFile<Object[]> one, ParquetFile<Object[]> other, int how)
      throws IOException {
    if (how < 2) {
      (how == 0 ? one : other).close();
      (how == 0 ? other : one).close();
      return;
    }
    CompletableFuture<Void> beside =
        CompletableFuture.runAsync(
            () -> {
              try {
                other.close();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    one.close();
    beside.join();
  }

  private void assertSame(
      Side side, ParquetFile<Object[]> written, List<Object[]> rows, Path file, String about)
      throws Exception {
    Path alone = directory.resolve(UUID.randomUUID() + ".parquet");
    ParquetFile<Object[]> peer =
        side.open(alone, ParquetLimits.DEFAULT, PageCompression.of(CompressionCodecName.ZSTD, 1));
    rows.forEach(peer::add);
    peer.close();
    assertThat(written.length()).as(about).isEqualTo(java.nio.file.Files.size(file));
    if (!rows.isEmpty()) {
      assertThat(ParquetTriples.difference(file, alone)).as(about).isEmpty();
      OwnParquetTest.assertSameBySql(file, alone, about);
      Metrics footer =
          ParquetUtil.fileMetrics(Files.localInput(file.toFile()), MetricsConfig.getDefault());
      assertThat(side.metrics(written).columnSizes()).as(about).isEqualTo(footer.columnSizes());
    }
    assertThat(OwnParquetTest.byIceberg(side.schema, file))
        .as(about)
        .isEqualTo(OwnParquetTest.byIceberg(side.schema, alone));
    Metrics own = side.metrics(written);
    Metrics expected = side.metrics(peer);
    assertThat(own.recordCount()).as(about).isEqualTo(expected.recordCount());
    assertThat(own.valueCounts()).as(about).isEqualTo(expected.valueCounts());
    assertThat(own.nullValueCounts()).as(about).isEqualTo(expected.nullValueCounts());
    assertThat(own.lowerBounds()).as(about).isEqualTo(expected.lowerBounds());
    assertThat(own.upperBounds()).as(about).isEqualTo(expected.upperBounds());
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      assertThat(written.rowGroupOffsets())
          .as(about)
          .isEqualTo(ParquetUtil.getSplitOffsets(reader.getFooter()));
    }
  }

  @Test
  void whatIsSharedIsWrittenOnceAndTakesItsRoomInBoth() throws IOException {
    PageCompression compression = PageCompression.of(CompressionCodecName.ZSTD, 1);
    ParquetFile<Object[]> events =
        EVENTS.open(directory.resolve("a"), ParquetLimits.DEFAULT, compression);
    ParquetFile<Object[]> rows =
        ROWS.open(directory.resolve("b"), ParquetLimits.DEFAULT, compression);
    Events all = new Events(new Random(7));
    all.add(3_000, true);
    Object[] one = all.events.toArray();
    Object[] other = all.rows.toArray();
    assertThat(SharedColumns.begin(events, rows, NAMES, one, other, one.length)).isNotNull();
    events.addRows(one, one.length);
    rows.addRows(other, other.length);
    long before = rows.length();
    close(events, rows, 0);
    // Ids alone are 36 bytes of text each before they are compressed.
    assertThat(before).isGreaterThan(100_000);
    assertThat(sizes(ROWS, rows)).containsAllEntriesOf(renumbered(sizes(EVENTS, events)));
  }

  private static Map<Integer, Long> sizes(Side side, ParquetFile<Object[]> file) {
    return side.metrics(file).columnSizes();
  }

  /** Sizes of the shared columns by the fields of the other table. */
  private static Map<Integer, Long> renumbered(Map<Integer, Long> sizes) {
    Map<Integer, Long> renumbered = new HashMap<>();
    for (String name : List.of("at", "id", "offset", "attributes.element.value")) {
      String others = name.startsWith("attributes") ? "all.element.value" : NAMES.get(name);
      renumbered.put(
          ROWS.schema.findField(others).fieldId(),
          sizes.get(EVENTS.schema.findField(name).fieldId()));
    }
    return renumbered;
  }

  @Test
  void nothingIsSharedByFilesThatAreWrittenOtherwiseOrHaveRows() {
    PageCompression zstd = PageCompression.of(CompressionCodecName.ZSTD, 1);
    ParquetLimits limits = ParquetLimits.DEFAULT;
    Events all = new Events(new Random(8));
    all.add(10, true);
    Object[] one = all.events.toArray();
    Object[] other = all.rows.toArray();
    ParquetFile<Object[]> events = EVENTS.open(directory.resolve("c"), limits, zstd);
    for (PageCompression compression :
        List.of(
            PageCompression.of(CompressionCodecName.ZSTD, 3),
            PageCompression.of(CompressionCodecName.SNAPPY, 1))) {
      ParquetFile<Object[]> rows = ROWS.open(directory.resolve("d"), limits, compression);
      assertThat(SharedColumns.begin(events, rows, NAMES, one, other, 10)).isNull();
    }
    ParquetFile<Object[]> rows = ROWS.open(directory.resolve("d"), limits, zstd);
    Map<String, String> unlike = Map.of("id", "n", "data", "bytes", "at", "text", "none", "id");
    assertThat(SharedColumns.begin(events, rows, unlike, one, other, 10)).isNull();
    rows.addRows(other, 10);
    assertThat(SharedColumns.begin(events, rows, NAMES, one, other, 10)).isNull();
  }

  @Test
  void aFileIsNotWrittenWhenTheOtherFailedBeforeIt() {
    PageCompression zstd = PageCompression.of(CompressionCodecName.ZSTD, 1);
    Path missing = directory.resolve("file").resolve("below");
    ParquetFile<Object[]> events = EVENTS.open(missing, ParquetLimits.DEFAULT, zstd);
    ParquetFile<Object[]> rows = ROWS.open(directory.resolve("e"), ParquetLimits.DEFAULT, zstd);
    Events all = new Events(new Random(9));
    all.add(10, true);
    Object[] one = all.events.toArray();
    Object[] other = all.rows.toArray();
    assertThat(SharedColumns.begin(events, rows, NAMES, one, other, 10)).isNotNull();
    events.addRows(one, 10);
    rows.addRows(other, 10);
    assertThat(directory.resolve("file").toFile().mkdirs()).isTrue();
    assertThat(missing.toFile().mkdirs()).isTrue();
    assertThatThrownBy(events::close).isInstanceOf(Exception.class);
    assertThatThrownBy(rows::close).hasMessageContaining("has failed");
  }
}
