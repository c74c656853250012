package io.datahem.connectors.iceberg.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file that is being written. It is made when its first row group is written: what is
 * abandoned before leaves nothing. Not thread-safe.
 *
 * @param <T> its rows
 */
public final class ParquetFile<T> {
  private static final int[] NONE = {};
  static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private final FileShape shape;
  private final OutputFile output;
  private final Node row;
  private final ColumnWriter[] columns;
  private final PageBuffer buffer;
  private final List<RowGroup> rowGroups = new ArrayList<>();

  /** What another file has in common with this one; null when nothing. */
  private @Nullable SharedColumns shared;

  /** Fields of rows that {@link #shared} has from another file, in order. */
  private int[] elsewhere = NONE;

  private @Nullable PositionOutputStream out;
  private long rows;
  private long rowsBefore;
  private long length;
  private boolean closed;

  ParquetFile(
      FileShape shape, OutputFile output, Node row, ColumnWriter[] columns, PageBuffer buffer) {
    this.shape = shape;
    this.output = output;
    this.row = row;
    this.columns = columns;
    this.buffer = buffer;
  }

  /** Adds a row. */
  public void add(T value) {
    row.write(value, 0, 0);
    rows++;
    endRowGroupIfFull();
  }

  /**
   * Adds rows of slots.
   *
   * @param values the rows, and maybe others behind them
   * @throws RowWriteException when one cannot be written
   */
  public void addRows(@Nullable Object[] values, int count) {
    ((GroupNode.Slots) row).writeRows(values, count, elsewhere);
    rows += count;
    if (shared == null) {
      endRowGroupIfFull();
    } else {
      shared.endRowGroupsIfFull();
    }
  }

  private void endRowGroupIfFull() {
    if (isRowGroupFull(0)) {
      endRowGroup();
    }
  }

  /** True when its pages, and so many more bytes, are enough for a row group. */
  boolean isRowGroupFull(long more) {
    return buffer.pagesBytes() + more >= shape.limits().rowGroupBytes();
  }

  /** Writes the row group, if there are rows for one. */
  void endRowGroup() {
    if (rows == rowsBefore) {
      return;
    }
    try {
      writeRowGroup();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Leaves fields of its rows to another file.
   *
   * @param fields which, in order; none when it is the other that leaves them to this
   */
  void share(SharedColumns with, int[] fields) {
    shared = with;
    elsewhere = fields;
  }

  /** Writes all fields again. */
  void unshare() {
    shared = null;
    elsewhere = NONE;
  }

  FileShape shape() {
    return shape;
  }

  ColumnWriter[] columns() {
    return columns;
  }

  /** Of a file of slots: for each field of a row its slot, -1 for none. */
  int[] slots() {
    return ((GroupNode.Slots) row).slots();
  }

  /**
   * Adds the rows of a file that is laid out as this one, a column after the other: no row is put
   * together. Its row groups are not kept apart, but none is divided.
   *
   * @return false when it is laid out otherwise, and nothing was added
   */
  public boolean addAll(InputFile file) throws IOException {
    try (FileColumns from = FileColumns.open(file)) {
      if (!from.schema().equals(shape.schema())) {
        return false;
      }
      List<ColumnDescriptor> descriptors = from.schema().getColumns();
      for (FileColumns.Group group = from.next(); group != null; group = from.next()) {
        if (rows > rowsBefore
            && buffer.pagesBytes() + group.bytes() > shape.limits().rowGroupBytes()) {
          writeRowGroup();
        }
        for (int i = 0; i < columns.length; i++) {
          long copied =
              columns[i].copy(group.column(descriptors.get(i)), group.values(i), group.isNamed(i));
          if (copied != group.rows()) {
            throw new IOException(
                "Cannot read "
                    + file.location()
                    + ": column "
                    + String.join(".", descriptors.get(i).getPath())
                    + " has "
                    + copied
                    + " rows, expected "
                    + group.rows());
          }
        }
        rows += group.rows();
      }
      return true;
    }
  }

  private void writeRowGroup() throws IOException {
    PositionOutputStream to = started();
    long start = to.getPos();
    long uncompressed = 0;
    List<ColumnChunk> chunks = new ArrayList<>(columns.length);
    SharedColumns with = shared;
    @Nullable EndedColumn[] common =
        with == null ? new @Nullable EndedColumn[columns.length] : with.ended(this);
    for (int i = 0; i < columns.length; i++) {
      EndedColumn both = common[i];
      EndedColumn ended = both == null ? columns[i].endRowGroup(null) : both;
      ColumnChunk chunk = ended.writeTo(columns[i].shape, to.getPos(), to);
      uncompressed += chunk.getMeta_data().getTotal_uncompressed_size();
      chunks.add(chunk);
      if (both == null) {
        ended.release();
      }
    }
    if (with != null) {
      with.written();
    }
    RowGroup group = new RowGroup(chunks, uncompressed, rows - rowsBefore);
    group.setFile_offset(start);
    group.setTotal_compressed_size(to.getPos() - start);
    if (rowGroups.size() <= Short.MAX_VALUE) {
      group.setOrdinal((short) rowGroups.size());
    }
    rowGroups.add(group);
    rowsBefore = rows;
    buffer.forgetPages();
  }

  private PositionOutputStream started() throws IOException {
    PositionOutputStream begun = out;
    if (begun == null) {
      begun = output.create();
      out = begun;
      begun.write(MAGIC);
    }
    return begun;
  }

  /** Writes what is left and the footer; the file is whole, and closed, when this returns. */
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (PositionOutputStream to = started()) {
      if (rows > rowsBefore) {
        writeRowGroup();
      }
      writeFooter(shape.footer(rowGroups, rows), to);
      length = to.getPos();
    } finally {
      SharedColumns with = shared;
      if (with == null) {
        release();
      } else {
        with.release(this);
      }
    }
  }

  /** No more rows come, nor is anything left to be written. */
  void release() {
    buffer.release();
    for (ColumnWriter column : columns) {
      column.release();
    }
  }

  static void writeFooter(FileMetaData says, OutputStream to) throws IOException {
    GrowingBytes footer = new GrowingBytes();
    Util.writeFileMetaData(says, footer);
    footer.putInt(footer.size);
    footer.write(MAGIC, 0, MAGIC.length);
    to.write(footer.bytes, 0, footer.size);
  }

  public long rows() {
    return rows;
  }

  /** Bytes: exact when closed, else about what has been taken. */
  public long length() {
    if (closed) {
      return length;
    }
    long bytes = shared == null ? 0 : shared.bufferedFor(this);
    for (RowGroup written : rowGroups) {
      bytes += written.getTotal_compressed_size();
    }
    for (ColumnWriter column : columns) {
      bytes += column.buffered();
    }
    return bytes;
  }

  /** Where the row groups begin. */
  public List<Long> rowGroupOffsets() {
    return rowGroups.stream().map(RowGroup::getFile_offset).toList();
  }

  /** What is known of the columns when the file is closed, in their order. */
  public List<ColumnTotals> totals() {
    if (!closed) {
      throw new IllegalStateException("Cannot tell of " + output.location() + ": it is open");
    }
    List<ColumnTotals> totals = new ArrayList<>(columns.length);
    for (ColumnWriter column : columns) {
      totals.add(column.totals());
    }
    return totals;
  }
}
