package io.datahem.connectors.iceberg;

import java.io.IOException;
import org.apache.iceberg.io.OutputFile;
import org.apache.parquet.io.DelegatingPositionOutputStream;
import org.apache.parquet.io.PositionOutputStream;

/** A file of Iceberg's as Parquet wants one. */
record ParquetOutput(OutputFile file) implements org.apache.parquet.io.OutputFile {

  @Override
  public PositionOutputStream create(long blockSizeHint) {
    return stream(file.create());
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) {
    return stream(file.createOrOverwrite());
  }

  private static PositionOutputStream stream(org.apache.iceberg.io.PositionOutputStream out) {
    return new DelegatingPositionOutputStream(out) {
      @Override
      public long getPos() throws IOException {
        return out.getPos();
      }
    };
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }
}
