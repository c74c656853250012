package io.datahem.connectors.iceberg.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Files of one layout, one behind the other in a new one: their row groups are copied byte by byte,
 * and only the footer is made anew. No value is read, so it costs what copying costs, and the row
 * groups stay as small as they are. Immutable.
 *
 * @param rows how many the file has
 * @param bytes its length
 * @param rowGroupOffsets where its row groups begin
 * @param footer what it says of itself
 */
public record JoinedFile(
    long rows, long bytes, List<Long> rowGroupOffsets, ParquetMetadata footer) {
  private static final int COPY_BYTES = 1 << 18;

  /** The length of the footer and the magic bytes behind it. */
  private static final int TAIL_BYTES = 8;

  private static final int MAX_FOOTER_BYTES = 64 << 20;

  public JoinedFile {
    rowGroupOffsets = List.copyOf(rowGroupOffsets);
  }

  /** A file to copy: where its footer starts, and what it says. */
  private record Part(InputFile file, long footerAt, FileMetaData footer) {}

  /**
   * Writes files into one.
   *
   * @param shape what they must have in common with the table's files of now
   * @return null, and nothing is written, when one of them is laid out otherwise
   */
  public static @Nullable JoinedFile write(
      FileShape shape, List<InputFile> files, OutputFile output) throws IOException {
    FileMetaData like = shape.footer(List.of(), 0);
    List<Part> parts = new ArrayList<>();
    int rowGroups = 0;
    for (InputFile file : files) {
      Part part = read(file);
      rowGroups += part.footer.getRow_groupsSize();
      if (!part.footer.getSchema().equals(like.getSchema())
          || part.footer.isSetEncryption_algorithm()
          || rowGroups > Short.MAX_VALUE) {
        return null;
      }
      parts.add(part);
    }
    return joined(shape, parts, output);
  }

  private static JoinedFile joined(FileShape shape, List<Part> parts, OutputFile output)
      throws IOException {
    List<RowGroup> rowGroups = new ArrayList<>();
    long rows = 0;
    try (PositionOutputStream to = output.create()) {
      to.write(ParquetFile.MAGIC);
      for (Part part : parts) {
        long moved = to.getPos() - ParquetFile.MAGIC.length;
        copy(part, to);
        for (RowGroup group : part.footer.getRow_groups()) {
          move(group, moved);
          group.setOrdinal((short) rowGroups.size());
          rowGroups.add(group);
          rows += group.getNum_rows();
        }
      }
      FileMetaData footer = shape.footer(rowGroups, rows);
      ParquetFile.writeFooter(footer, to);
      List<Long> offsets = rowGroups.stream().map(JoinedFile::start).toList();
      return new JoinedFile(
          rows, to.getPos(), offsets, new ParquetMetadataConverter().fromParquetMetadata(footer));
    }
  }

  private static Part read(InputFile file) throws IOException {
    long length = file.getLength();
    try (SeekableInputStream in = file.newStream()) {
      byte[] tail = bytes(in, file, length - TAIL_BYTES, TAIL_BYTES);
      int size = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
      byte[] magic = Arrays.copyOfRange(tail, Integer.BYTES, TAIL_BYTES);
      long footerAt = length - TAIL_BYTES - size;
      if (!Arrays.equals(magic, ParquetFile.MAGIC)
          || size < 0
          || size > MAX_FOOTER_BYTES
          || footerAt < ParquetFile.MAGIC.length) {
        throw new IOException("Cannot read " + file.location() + ": it has no Parquet footer");
      }
      byte[] footer = bytes(in, file, footerAt, size);
      return new Part(file, footerAt, Util.readFileMetaData(new ByteArrayInputStream(footer)));
    }
  }

  private static byte[] bytes(SeekableInputStream in, InputFile file, long from, int length)
      throws IOException {
    if (from < 0) {
      throw new IOException("Cannot read " + file.location() + ": it is too short for Parquet");
    }
    in.seek(from);
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("Cannot read " + file.location() + ": it ends early");
    }
    return bytes;
  }

  /** Everything between the magic bytes and the footer. */
  private static void copy(Part part, PositionOutputStream to) throws IOException {
    if (part.file instanceof CopiedFile once) {
      once.copy(ParquetFile.MAGIC.length, part.footerAt, to);
      return;
    }
    try (SeekableInputStream in = part.file.newStream()) {
      long left = part.footerAt - ParquetFile.MAGIC.length;
      in.seek(ParquetFile.MAGIC.length);
      byte[] buffer = new byte[COPY_BYTES];
      while (left > 0) {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          throw new IOException("Cannot read " + part.file.location() + ": it ends early");
        }
        to.write(buffer, 0, count);
        left -= count;
      }
    }
  }

  /** Offsets that are not set are 0 or absent, and stay that. */
  private static void move(RowGroup group, long by) {
    if (group.isSetFile_offset()) {
      group.setFile_offset(group.getFile_offset() + by);
    }
    for (ColumnChunk chunk : group.getColumns()) {
      if (chunk.getFile_offset() > 0) {
        chunk.setFile_offset(chunk.getFile_offset() + by);
      }
      if (chunk.isSetOffset_index_offset()) {
        chunk.setOffset_index_offset(chunk.getOffset_index_offset() + by);
      }
      if (chunk.isSetColumn_index_offset()) {
        chunk.setColumn_index_offset(chunk.getColumn_index_offset() + by);
      }
      move(chunk.getMeta_data(), by);
    }
  }

  private static void move(ColumnMetaData column, long by) {
    column.setData_page_offset(column.getData_page_offset() + by);
    if (column.isSetDictionary_page_offset()) {
      column.setDictionary_page_offset(column.getDictionary_page_offset() + by);
    }
    if (column.isSetIndex_page_offset()) {
      column.setIndex_page_offset(column.getIndex_page_offset() + by);
    }
    if (column.isSetBloom_filter_offset()) {
      column.setBloom_filter_offset(column.getBloom_filter_offset() + by);
    }
  }

  private static long start(RowGroup group) {
    ColumnMetaData first = group.getColumns().get(0).getMeta_data();
    return first.isSetDictionary_page_offset()
        ? Math.min(first.getDictionary_page_offset(), first.getData_page_offset())
        : first.getData_page_offset();
  }
}
