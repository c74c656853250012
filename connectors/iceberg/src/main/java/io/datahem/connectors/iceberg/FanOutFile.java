package io.datahem.connectors.iceberg;

import io.datahem.connectors.iceberg.parquet.ParquetFile;
import io.datahem.connectors.iceberg.parquet.RowShape;
import io.datahem.connectors.iceberg.parquet.RowWriteException;
import io.datahem.pipeline.RowRefusedException;
import io.datahem.pipeline.Warehouse;
import io.datahem.pipeline.Warehouse.WrittenFile;
import io.datahem.pipeline.WarehouseException;
import io.datahem.pipeline.WarehouseException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFile;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one table into one Parquet file per partition value met. At most {@link
 * #MAX_OPEN_PARTITIONS} files are open at once; beyond, the one that waited longest is closed, and
 * a row for it opens another. Not thread-safe.
 */
final class FanOutFile implements Warehouse.DataFile {
  static final int MAX_OPEN_PARTITIONS = 32;

  /** Half of what a reader of the log brings at a time. */
  private static final int MAX_WAITING_ROWS = 50;

  private final PreparedTable table;
  private final RowView view;
  private final PartitionKey key;
  private final SameDay day;
  private final Map<PartitionKey, OpenFile> open = new LinkedHashMap<>(16, 0.75f, true);
  private final List<WrittenFile> closed = new ArrayList<>();
  private @Nullable OpenFile current;
  private @Nullable PartitionKey currentKey;

  /** Rows for {@link #current} that are not written yet; a buffer that is used again. */
  private final @Nullable Object[] waiting = new Object[MAX_WAITING_ROWS];

  private int waitingRows;

  /** What takes the same events and may have columns in common; null when nothing does. */
  private @Nullable FilePair pair;

  private record OpenFile(
      String path, RowFile<@Nullable Object[]> rows, DataWriter<@Nullable Object[]> writer) {}

  FanOutFile(PreparedTable table) {
    this.table = table;
    int[] slots = RowShape.slots(table.schema().asStruct(), table.plan().columns(), table.ids());
    this.view = new RowView(slots);
    this.key = new PartitionKey(table.spec(), table.schema());
    this.day = SameDay.of(table.spec(), table.schema(), slots);
  }

  /**
   * Rows of a table beside those of another for the same events.
   *
   * @param names columns of this table by those of the other that may have the same values
   */
  static FanOutFile beside(FanOutFile other, PreparedTable table, Map<String, String> names) {
    FanOutFile file = new FanOutFile(table);
    if (other.pair == null) {
      FilePair pair = new FilePair(other, file, names);
      other.pair = pair;
      file.pair = pair;
    }
    return file;
  }

  @Override
  public void append(@Nullable Object[] row) {
    if (waitingRows == MAX_WAITING_ROWS) {
      flush();
    }
    try {
      if (current == null) {
        file(row);
      } else if (!day.has(row)) {
        // Those that wait are of the day that was.
        flush();
        file(row);
      }
    } catch (UncheckedIOException | IOException e) {
      throw unavailable(e);
    }
    waiting[waitingRows++] = row;
  }

  @Override
  public void flush() {
    try {
      if (pair == null || !pair.write()) {
        writeWaiting();
      }
    } catch (UncheckedIOException e) {
      throw unavailable(e);
    }
  }

  int waitingRows() {
    return waitingRows;
  }

  @Nullable Object[] waiting() {
    return waiting;
  }

  /** The one file that is open; null when there is none, or were others. */
  @Nullable ParquetFile<@Nullable Object[]> onlyFile() {
    OpenFile file = current;
    return file != null && open.size() == 1 && closed.isEmpty() ? file.rows.parquet() : null;
  }

  /** Is by itself from now on. */
  void part() {
    pair = null;
  }

  /** Writes the rows that wait. */
  void writeWaiting() {
    OpenFile file = current;
    if (file == null || waitingRows == 0) {
      return;
    }
    try {
      file.rows.addRows(waiting, waitingRows);
    } catch (RowWriteException e) {
      throw new RowRefusedException(table, (@Nullable Object[]) waiting[e.row()], e);
    } finally {
      Arrays.fill(waiting, 0, waitingRows, null);
      waitingRows = 0;
    }
  }

  private OpenFile file(@Nullable Object[] row) throws IOException {
    key.partition(view.of(row));
    OpenFile file = current;
    if (file == null || !key.equals(currentKey)) {
      file = file(key);
    }
    // Last: until it is open the file at hand is another day's.
    day.set(row);
    return file;
  }

  private OpenFile file(PartitionKey wanted) throws IOException {
    if (pair != null && current != null) {
      pair.end();
    }
    OpenFile file = open.get(wanted);
    PartitionKey own = wanted.copy();
    if (file == null) {
      closeEldest();
      file = create(own);
      open.put(own, file);
    }
    current = file;
    currentKey = own;
    return file;
  }

  private void closeEldest() throws IOException {
    if (open.size() >= MAX_OPEN_PARTITIONS) {
      var eldest = open.entrySet().iterator();
      OpenFile file = eldest.next().getValue();
      eldest.remove();
      closed.add(close(file.writer));
    }
  }

  private OpenFile create(PartitionKey partition) {
    String name = UUID.randomUUID() + ".parquet";
    String path =
        table.spec().isPartitioned()
            ? table.table().locationProvider().newDataLocation(table.spec(), partition, name)
            : table.table().locationProvider().newDataLocation(name);
    OutputFile file = table.table().io().newOutputFile(path);
    RowFile<@Nullable Object[]> rows = table.layout().open(file);
    return new OpenFile(
        path,
        rows,
        new DataWriter<>(
            rows,
            FileFormat.PARQUET,
            path,
            table.spec(),
            table.spec().isPartitioned() ? partition : null,
            null));
  }

  @Override
  public long bytes() {
    long bytes = closed.stream().mapToLong(WrittenFile::bytes).sum();
    for (OpenFile file : open.values()) {
      bytes += file.writer.length();
    }
    return bytes;
  }

  @Override
  public List<WrittenFile> close() {
    flush();
    try {
      for (OpenFile file : open.values()) {
        closed.add(close(file.writer));
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
    for (OpenFile file : open.values()) {
      try {
        file.writer.close();
      } catch (IOException | RuntimeException e) {
        // Of no harm: what it left is removed, and if that fails no manifest names it.
      }
      delete(file.path);
    }
    open.clear();
    closed.forEach(file -> delete(file.path()));
  }

  private void delete(String path) {
    try {
      table.table().io().deleteFile(path);
    } catch (RuntimeException e) {
      // An orphan, of no harm: no manifest names it.
    }
  }

  private WarehouseException unavailable(Exception e) {
    return new WarehouseException(
        Reason.WAREHOUSE_UNAVAILABLE,
        "Cannot write rows of table " + table.plan().name() + ": " + e.getMessage(),
        e);
  }
}
