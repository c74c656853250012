package io.datahem.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datahem.app.demo.ShopEvents;
import io.datahem.app.demo.ShopEvents.ShopEvent;
import io.datahem.connectors.iceberg.IcebergWarehouse;
import io.datahem.contracts.Contract;
import io.datahem.contracts.decode.Decoding;
import io.datahem.contracts.decode.EventDecoder;
import io.datahem.contracts.decode.EventDecoders;
import io.datahem.contracts.table.TablePlan;
import io.datahem.contracts.table.TablePlans;
import io.datahem.pipeline.Warehouse;
import io.datahem.pipeline.Warehouse.WrittenFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Rows to a table's Parquet files, one core: the warehouse's own writer beside Iceberg's writer of
 * generic records, both with the table's compression. Rows and records are made anew for every
 * round, before the clock starts, so no text remembers its hash. Events are distinct.
 *
 * <p>Arguments: the repository's root; the level of zstd, or {@code uncompressed}.
 */
public final class WritePath {
  private static final int ROUNDS = 40;
  private static final int MEASURED_ROUNDS = 20;
  private static final long ROUND_BYTES = 15_000_000;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final String name;
  private final Contract contract;
  private final List<byte[]> events;
  private final Map<String, String> compression;

  private WritePath(
      String name, Contract contract, List<byte[]> events, Map<String, String> compression) {
    this.name = name;
    this.contract = contract;
    this.events = events;
    this.compression = compression;
  }

  /** Runs every shape. */
  public static void main(String[] arguments) throws Exception {
    ExampleContracts contracts = ExampleContracts.of(arguments);
    ShopEvents shop = new ShopEvents(1, Instant.parse("2026-01-01T00:00:00Z"));
    Map<String, String> compression = compression(arguments.length > 1 ? arguments[1] : "1");
    List<byte[]> trucks = bytes(shop.truckTemperatures(10_000));
    new WritePath("truck", contracts.of(Shape.TRUCK), trucks, compression).run();
    List<ShopEvent> orders = shop.orders(0, 12_000, false);
    new WritePath("order", contracts.of(Shape.ORDER), bytes(orders), compression).run();
    new WritePath("large order", contracts.of(Shape.ORDER), large(orders), compression).run();
  }

  private static Map<String, String> compression(String level) {
    return level.equals("uncompressed")
        ? Map.of(TableProperties.PARQUET_COMPRESSION, level)
        : Map.of(TableProperties.PARQUET_COMPRESSION_LEVEL, level);
  }

  private static List<byte[]> bytes(List<ShopEvent> events) {
    List<byte[]> bytes = new ArrayList<>();
    long sum = 0;
    for (ShopEvent event : events) {
      byte[] one = event.json().getBytes(StandardCharsets.UTF_8);
      sum += one.length;
      bytes.add(one);
      if (sum > ROUND_BYTES) {
        break;
      }
    }
    return bytes;
  }

  /** Orders with the lines of many others. */
  private static List<byte[]> large(List<ShopEvent> orders) throws IOException {
    List<byte[]> large = new ArrayList<>();
    for (int i = 0; i + 24 < orders.size() && large.size() < ROUND_BYTES / 8_000; i += 7) {
      ObjectNode order = (ObjectNode) JSON.readTree(orders.get(i).json());
      ArrayNode lines = order.putArray("lines");
      for (int k = 0; k < 24; k++) {
        JSON.readTree(orders.get(i + k).json()).path("lines").forEach(lines::add);
      }
      large.add(JSON.writeValueAsBytes(order));
    }
    return large;
  }

  private void run() throws IOException {
    IcebergWarehouse warehouse = IcebergWarehouse.under(Files.createTempDirectory("datahem-bench"));
    TablePlan plan = TablePlans.of(contract);
    try (Warehouse.Session session = warehouse.open()) {
      session.prepare(plan);
    }
    Table iceberg = warehouse.openCatalog().loadTable(TableIdentifier.parse(plan.name()));
    UpdateProperties properties = iceberg.updateProperties();
    compression.forEach(properties::set);
    properties.commit();
    try (Warehouse.Session session = warehouse.open()) {
      run(session, session.prepare(plan), iceberg);
    }
  }

  private void run(Warehouse.Session session, Warehouse.Table table, Table iceberg)
      throws IOException {
    double own = 0;
    double peer = 0;
    long ownBytes = 0;
    long peerBytes = 0;
    int count = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<@Nullable Object[]> rows = rows();
      Written mine = timed(() -> write(session, table, rows));
      count = rows.size();
      List<Record> records = new ArrayList<>();
      rows().forEach(row -> records.add(record(iceberg.schema().asStruct(), row)));
      Written theirs = timed(() -> write(iceberg, records));
      if (round >= ROUNDS - MEASURED_ROUNDS) {
        own += mine.seconds;
        peer += theirs.seconds;
        ownBytes = mine.bytes;
        peerBytes = theirs.bytes;
      }
    }
    long json = events.stream().mapToLong(event -> event.length).sum();
    double megabytes = json / 1e6 * MEASURED_ROUNDS;
    System.out.printf(
        "%s, %,d events of %,d bytes: own writer %.0f MB of JSON per CPU-second (%,.0f rows, files"
            + " of %,d bytes), GenericRecord %.0f (%,.0f rows, %,d bytes), ratio %.2f%n",
        name,
        count,
        json / count,
        megabytes / own,
        (double) count * MEASURED_ROUNDS / own,
        ownBytes,
        megabytes / peer,
        (double) count * MEASURED_ROUNDS / peer,
        peerBytes,
        peer / own);
  }

  private List<@Nullable Object[]> rows() {
    EventDecoder decoder = EventDecoders.compile(contract);
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (byte[] event : events) {
      if (decoder.decode(event, Map.of()) instanceof Decoding.Decoded decoded) {
        @Nullable Object[] row = decoded.row();
        rows.add(row);
      }
    }
    return rows;
  }

  /** Writes a file and removes it; its bytes. */
  private interface Work {
    long run() throws IOException;
  }

  private record Written(double seconds, long bytes) {}

  private static Written timed(Work work) throws IOException {
    long begun = THREADS.getCurrentThreadCpuTime();
    long bytes = work.run();
    return new Written((THREADS.getCurrentThreadCpuTime() - begun) / 1e9, bytes);
  }

  private static long write(
      Warehouse.Session session, Warehouse.Table table, List<@Nullable Object[]> rows) {
    Warehouse.DataFile file = session.create(table);
    rows.forEach(file::append);
    List<WrittenFile> files = file.close();
    session.discard(files);
    return files.stream().mapToLong(WrittenFile::bytes).sum();
  }

  private static long write(Table table, List<Record> records) throws IOException {
    String path = table.locationProvider().newDataLocation("peer.parquet");
    DataWriter<Record> writer =
        Parquet.writeData(table.io().newOutputFile(path))
            .forTable(table)
            .withSpec(org.apache.iceberg.PartitionSpec.unpartitioned())
            .createWriterFunc(parquet -> GenericParquetWriter.create(table.schema(), parquet))
            .overwrite()
            .build();
    try (writer) {
      records.forEach(writer::write);
    }
    table.io().deleteFile(path);
    return writer.toDataFile().fileSizeInBytes();
  }

  private static Record record(StructType type, @Nullable Object[] row) {
    GenericRecord record = GenericRecord.create(type);
    List<NestedField> fields = type.fields();
    for (int i = 0; i < fields.size(); i++) {
      Object value = i < row.length ? row[i] : null;
      record.set(i, value == null ? null : value(fields.get(i).type(), value));
    }
    return record;
  }

  private static Object value(Type type, Object value) {
    if (type.isListType() && value instanceof Map<?, ?> pairs) {
      return pairs.entrySet().stream()
          .map(pair -> new Object[] {pair.getKey(), pair.getValue()})
          .map(pair -> value(type.asListType().elementType(), pair))
          .toList();
    }
    if (type.isListType()) {
      return ((List<?>) value)
          .stream().map(element -> value(type.asListType().elementType(), element)).toList();
    }
    if (type.isStructType()) {
      return record(type.asStructType(), (Object[]) value);
    }
    if (value instanceof Instant instant) {
      return instant.atOffset(ZoneOffset.UTC);
    }
    if (value instanceof byte[] bytes) {
      return java.nio.ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length));
    }
    return value instanceof LocalDateTime time ? time : value;
  }
}
