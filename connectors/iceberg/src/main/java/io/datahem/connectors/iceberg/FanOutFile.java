package io.datahem.connectors.iceberg;

import io.datahem.pipeline.Warehouse;
import io.datahem.pipeline.Warehouse.WrittenFile;
import io.datahem.pipeline.WarehouseException;
import io.datahem.pipeline.WarehouseException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.Parquet;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one table into one Parquet file per partition value met. At most {@link
 * #MAX_OPEN_PARTITIONS} files are open at once; beyond, the one that waited longest is closed, and
 * a row for it opens another. Not thread-safe.
 */
final class FanOutFile implements Warehouse.DataFile {
  static final int MAX_OPEN_PARTITIONS = 32;

  private final PreparedTable table;
  private final RowView view;
  private final PartitionKey key;
  private final Map<PartitionKey, DataWriter<@Nullable Object[]>> open =
      new LinkedHashMap<>(16, 0.75f, true);
  private final List<WrittenFile> closed = new ArrayList<>();
  private @Nullable DataWriter<@Nullable Object[]> current;
  private @Nullable PartitionKey currentKey;

  FanOutFile(PreparedTable table) {
    this.table = table;
    this.view =
        new RowView(
            RowWriters.slots(table.schema().asStruct(), table.plan().columns(), table.ids()));
    this.key = new PartitionKey(table.spec(), table.schema());
  }

  @Override
  public void append(@Nullable Object[] row) {
    try {
      key.partition(view.of(row));
      DataWriter<@Nullable Object[]> writer = current;
      if (writer == null || !key.equals(currentKey)) {
        writer = writer(key);
      }
      writer.write(row);
    } catch (UncheckedIOException e) {
      throw unavailable(e);
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  private DataWriter<@Nullable Object[]> writer(PartitionKey wanted) throws IOException {
    DataWriter<@Nullable Object[]> writer = open.get(wanted);
    PartitionKey own = wanted.copy();
    if (writer == null) {
      closeEldest();
      writer = create(own);
      open.put(own, writer);
    }
    current = writer;
    currentKey = own;
    return writer;
  }

  private void closeEldest() throws IOException {
    if (open.size() >= MAX_OPEN_PARTITIONS) {
      var eldest = open.entrySet().iterator();
      DataWriter<@Nullable Object[]> writer = eldest.next().getValue();
      eldest.remove();
      closed.add(close(writer));
    }
  }

  private DataWriter<@Nullable Object[]> create(PartitionKey partition) {
    String name = UUID.randomUUID() + ".parquet";
    String path =
        table.spec().isPartitioned()
            ? table.table().locationProvider().newDataLocation(table.spec(), partition, name)
            : table.table().locationProvider().newDataLocation(name);
    OutputFile file = table.table().io().newOutputFile(path);
    return BareHadoop.run(() -> open(file, partition));
  }

  private DataWriter<@Nullable Object[]> open(OutputFile file, PartitionKey partition) {
    try {
      return Parquet.writeData(file)
          .forTable(table.table())
          .schema(table.schema())
          .withSpec(table.spec())
          .withPartition(table.spec().isPartitioned() ? partition : null)
          .createWriterFunc(
              parquet ->
                  RowWriters.of(
                      table.schema().asStruct(), parquet, table.plan().columns(), table.ids()))
          .overwrite(false)
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long bytes() {
    long bytes = closed.stream().mapToLong(WrittenFile::bytes).sum();
    for (DataWriter<?> writer : open.values()) {
      bytes += writer.length();
    }
    return bytes;
  }

  @Override
  public List<WrittenFile> close() {
    try {
      for (DataWriter<@Nullable Object[]> writer : open.values()) {
        closed.add(close(writer));
      }
    } catch (UncheckedIOException | IOException e) {
      throw unavailable(e);
    }
    open.clear();
    return List.copyOf(closed);
  }

  private WrittenFile close(DataWriter<?> writer) throws IOException {
    writer.close();
    DataFile file = writer.toDataFile();
    return new WrittenFile(
        table.plan().name(),
        file.location(),
        ContentFileParser.toJson(file, table.spec()),
        file.recordCount(),
        file.fileSizeInBytes());
  }

  @Override
  public void abort() {
    for (DataWriter<?> writer : open.values()) {
      try {
        writer.close();
        table.table().io().deleteFile(writer.toDataFile().location());
      } catch (IOException | RuntimeException e) {
        // An orphan, of no harm: no manifest names it.
      }
    }
    open.clear();
    closed.forEach(file -> table.table().io().deleteFile(file.path()));
  }

  private WarehouseException unavailable(Exception e) {
    return new WarehouseException(
        Reason.WAREHOUSE_UNAVAILABLE,
        "Cannot write rows of table " + table.plan().name() + ": " + e.getMessage(),
        e);
  }
}
