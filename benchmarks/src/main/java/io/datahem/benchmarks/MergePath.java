package io.datahem.benchmarks;

import io.datahem.app.demo.ShopEvents.ShopEvent;
import io.datahem.connectors.iceberg.IcebergWarehouse;
import io.datahem.connectors.iceberg.parquet.FileShape;
import io.datahem.connectors.iceberg.parquet.PageCompression;
import io.datahem.connectors.iceberg.parquet.ParquetFile;
import io.datahem.connectors.iceberg.parquet.ParquetLimits;
import io.datahem.connectors.iceberg.parquet.RowShape;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;

/**
 * Small files merged into one, one core: their columns copied, beside their rows read by Iceberg's
 * generic reader and written again, by the same encoder, in turn. Arguments: the repository's root,
 * the rows of a file.
 */
public final class MergePath {
  private static final int FILES = 16;
  private static final int ROUNDS = 40;
  private static final int MEASURED_ROUNDS = 20;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Table table;
  private final MessageType type;
  private final FileShape file;
  private final RowShape<Record> rows;
  private final List<String> from;

  private MergePath(Table table, List<String> from) {
    this.table = table;
    this.type = ParquetSchemaUtil.convert(table.schema(), "table");
    this.file =
        new FileShape(
            type,
            Map.of(),
            PageCompression.of(CompressionCodecName.ZSTD, 1),
            ParquetLimits.DEFAULT);
    this.rows = RowShape.ofRecords(table.schema(), type);
    this.from = from;
  }

  /** Runs every shape. */
  public static void main(String[] arguments) throws Exception {
    ExampleContracts contracts = ExampleContracts.of(arguments);
    int each = Integer.parseInt(arguments[1]);
    for (Shape shape : Shape.values()) {
      IcebergWarehouse warehouse =
          IcebergWarehouse.under(Files.createTempDirectory("datahem-bench"));
      TablePlan plan = TablePlans.of(contracts.of(shape));
      List<String> files = new ArrayList<>();
      try (Warehouse.Session session = warehouse.open()) {
        Warehouse.Table table = session.prepare(plan);
        for (int i = 0; i < FILES; i++) {
          files.addAll(write(session.create(table), contracts.of(shape), shape, i * each, each));
        }
        Table iceberg = warehouse.openCatalog().loadTable(TableIdentifier.parse(plan.name()));
        new MergePath(iceberg, files).run(shape, each);
      }
    }
  }

  private static List<String> write(
      Warehouse.DataFile to, Contract contract, Shape shape, int first, int count) {
    EventDecoder decoder = EventDecoders.compile(contract);
    List<ShopEvent> events = shape.sample();
    for (int i = first; i < first + count; i++) {
      byte[] event = events.get(i % events.size()).json().getBytes(StandardCharsets.UTF_8);
      if (decoder.decode(event, Map.of()) instanceof Decoding.Decoded decoded) {
        to.append(decoded.row());
      }
    }
    return to.close().stream().map(WrittenFile::path).toList();
  }

  private void run(Shape shape, int each) throws IOException {
    double columns = 0;
    double read = 0;
    for (int round = 0; round < ROUNDS; round++) {
      double copied = seconds(this::copyColumns);
      double rewritten = seconds(this::rewriteRows);
      if (round >= ROUNDS - MEASURED_ROUNDS) {
        columns += copied;
        read += rewritten;
      }
    }
    double count = (double) each * FILES * MEASURED_ROUNDS;
    System.out.printf(
        "%s, %d files of %,d rows: %.2f µs of CPU a row by columns, %.2f by rows, ratio %.1f%n",
        shape, FILES, each, columns / count * 1e6, read / count * 1e6, read / columns);
  }

  private interface Work {
    void run(ParquetFile<Record> to) throws IOException;
  }

  private double seconds(Work work) throws IOException {
    String path = table.locationProvider().newDataLocation("merged.parquet");
    OutputFile output = table.io().newOutputFile(path);
    long begun = THREADS.getCurrentThreadCpuTime();
    ParquetFile<Record> to = rows.open(file, output, column -> true);
    work.run(to);
    to.close();
    double seconds = (THREADS.getCurrentThreadCpuTime() - begun) / 1e9;
    table.io().deleteFile(path);
    return seconds;
  }

  private void copyColumns(ParquetFile<Record> to) throws IOException {
    for (String path : from) {
      if (!to.addAll(table.io().newInputFile(path))) {
        throw new IllegalStateException("Cannot merge " + path + ": it is laid out otherwise");
      }
    }
  }

  private void rewriteRows(ParquetFile<Record> to) throws IOException {
    Schema schema = table.schema();
    for (String path : from) {
      try (CloseableIterable<Record> read =
          Parquet.read(table.io().newInputFile(path))
              .project(schema)
              .createReaderFunc(columns -> GenericParquetReaders.buildReader(schema, columns))
              .reuseContainers()
              .build()) {
        read.forEach(to::add);
      }
    }
  }
}
