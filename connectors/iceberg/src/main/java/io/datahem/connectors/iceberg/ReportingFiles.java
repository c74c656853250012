package io.datahem.connectors.iceberg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.Accessor;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.util.StructLikeWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Files of a reporting table: each of one partition, its rows sorted by the table's clustering.
 * Rows are held in memory until a partition is finished, or until there are too many: the partition
 * with most of them gets a file then, and may get more. Not thread-safe.
 */
final class ReportingFiles {
  /** A file has at most this many rows: they are sorted in memory. */
  static final int MAX_ROWS = 65_536;

  static final long MAX_HELD_BYTES = 64L << 20;

  private final Table table;
  private final ParquetLayout<Record> layout;
  private final InternalRecordWrapper view;
  private final PartitionKey key;
  private final List<Accessor<StructLike>> clustering;
  private final Comparator<Held> order;
  private final StructLikeWrapper partitions;
  private final Map<StructLikeWrapper, List<Held>> held = new HashMap<>();
  private final List<DataFile> written = new ArrayList<>();
  private int heldRows;
  private long heldBytes;

  /** A row with its values of the clustering. */
  private record Held(List<@Nullable Object> sort, Record row) {}

  ReportingFiles(Table table, List<Integer> clustering) {
    Schema schema = table.schema();
    this.table = table;
    this.layout = ParquetLayout.ofRecords(table);
    this.view = new InternalRecordWrapper(schema.asStruct());
    this.key = new PartitionKey(table.spec(), schema);
    this.partitions = StructLikeWrapper.forType(table.spec().partitionType());
    this.clustering = clustering.stream().map(schema::accessorForField).toList();
    List<Comparator<Object>> each =
        clustering.stream()
            .map(id -> schema.findType(id).asPrimitiveType())
            .map(type -> Comparators.nullsFirst().thenComparing(Comparators.forType(type)))
            .toList();
    this.order = (a, b) -> compare(each, a.sort, b.sort);
  }

  private static int compare(
      List<Comparator<Object>> each, List<@Nullable Object> a, List<@Nullable Object> b) {
    for (int i = 0; i < each.size(); i++) {
      int compared = each.get(i).compare(a.get(i), b.get(i));
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  /** Takes a row, which nobody may change from now on. */
  void add(Record row) throws IOException {
    StructLike values = view.wrap(row);
    key.partition(values);
    List<Held> rows = held.get(partitions.set(key));
    if (rows == null) {
      rows = new ArrayList<>();
      held.put(partitions.copyFor(key.copy()), rows);
    }
    List<@Nullable Object> sort = new ArrayList<>(clustering.size());
    clustering.forEach(column -> sort.add(column.get(values)));
    rows.add(new Held(sort, row));
    heldRows++;
    heldBytes += bytes(row);
    if (heldRows >= MAX_ROWS || heldBytes >= MAX_HELD_BYTES) {
      finishLargest();
    }
  }

  /** The partitions that rows were taken for, and are not all in files yet. */
  List<StructLikeWrapper> unfinished() {
    return List.copyOf(held.keySet());
  }

  private void finishLargest() throws IOException {
    finish(
        Collections.max(held.entrySet(), Comparator.comparingInt(each -> each.getValue().size()))
            .getKey());
  }

  /** Writes what is held of a partition. */
  void finish(StructLikeWrapper partition) throws IOException {
    List<Held> rows = held.remove(partition);
    if (rows == null) {
      return;
    }
    rows.sort(order);
    heldRows -= rows.size();
    for (Held each : rows) {
      heldBytes -= bytes(each.row);
    }
    written.add(write(partition.get(), rows));
  }

  private DataFile write(StructLike partition, List<Held> rows) throws IOException {
    String name = UUID.randomUUID() + ".parquet";
    String path = table.locationProvider().newDataLocation(table.spec(), partition, name);
    boolean done = false;
    try {
      DataWriter<Record> writer =
          new DataWriter<>(
              layout.open(table.io().newOutputFile(path)),
              FileFormat.PARQUET,
              path,
              table.spec(),
              partition,
              null);
      try (writer) {
        rows.forEach(each -> writer.write(each.row));
      }
      done = true;
      return writer.toDataFile();
    } finally {
      if (!done) {
        table.io().deleteFile(path);
      }
    }
  }

  /** The files so far. */
  List<DataFile> written() {
    return List.copyOf(written);
  }

  /** Removes the files. */
  void abort() {
    written.forEach(file -> table.io().deleteFile(file.location()));
  }

  /** About what a value takes of memory. */
  private static long bytes(@Nullable Object value) {
    if (value instanceof Record row) {
      long bytes = 16;
      for (int i = 0; i < row.size(); i++) {
        bytes += bytes(row.get(i));
      }
      return bytes;
    }
    if (value instanceof List<?> list) {
      long bytes = 24;
      for (Object element : list) {
        bytes += bytes(element);
      }
      return bytes;
    }
    if (value instanceof String text) {
      return 48L + text.length();
    }
    return value instanceof ByteBuffer buffer ? 48L + buffer.capacity() : 24;
  }
}
