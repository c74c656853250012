package io.datahem.connectors.iceberg.parquet;

import java.io.IOException;
import org.apache.iceberg.io.InputFile;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.EncodingStats;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.DummyRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a file, row group by row group, as they are written: values and levels, and no
 * rows. What is read is held against its checksums. Not thread-safe.
 */
final class FileColumns implements AutoCloseable {
  private final ParquetFileReader reader;
  private final MessageType schema;
  private final String createdBy;
  private int next;

  /**
   * A row group.
   *
   * @param bytes of its pages, compressed
   */
  record Group(long rows, long bytes, BlockMetaData says, ColumnReadStoreImpl columns) {

    /** The values of a column. */
    ColumnReader column(ColumnDescriptor descriptor) {
      return columns.getColumnReader(descriptor);
    }

    /** How many values a column has, nulls counted. */
    long values(int column) {
      return says.getColumns().get(column).getValueCount();
    }

    /** True when each value of a column is named by its place in a dictionary. */
    boolean isNamed(int column) {
      EncodingStats encodings = says.getColumns().get(column).getEncodingStats();
      return encodings != null
          && encodings.hasDictionaryPages()
          && !encodings.hasNonDictionaryEncodedPages();
    }
  }

  /** A file as parquet-java asks for one. */
  private record Source(InputFile file) implements org.apache.parquet.io.InputFile {
    @Override
    public long getLength() {
      return file.getLength();
    }

    @Override
    public SeekableInputStream newStream() {
      org.apache.iceberg.io.SeekableInputStream in = file.newStream();
      return new DelegatingSeekableInputStream(in) {
        @Override
        public long getPos() throws IOException {
          return in.getPos();
        }

        @Override
        public void seek(long place) throws IOException {
          in.seek(place);
        }
      };
    }
  }

  private FileColumns(ParquetFileReader reader) {
    this.reader = reader;
    this.schema = reader.getFileMetaData().getSchema();
    this.createdBy = reader.getFileMetaData().getCreatedBy();
  }

  static FileColumns open(InputFile file) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .usePageChecksumVerification()
            .build();
    return new FileColumns(ParquetFileReader.open(new Source(file), options));
  }

  /** How the file is laid out. */
  MessageType schema() {
    return schema;
  }

  /** The next row group, null behind the last one. */
  @Nullable Group next() throws IOException {
    PageReadStore pages = reader.readNextRowGroup();
    if (pages == null) {
      return null;
    }
    BlockMetaData says = reader.getFooter().getBlocks().get(next++);
    return new Group(
        pages.getRowCount(),
        says.getCompressedSize(),
        says,
        new ColumnReadStoreImpl(
            pages, new DummyRecordConverter(schema).getRootConverter(), schema, createdBy));
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
