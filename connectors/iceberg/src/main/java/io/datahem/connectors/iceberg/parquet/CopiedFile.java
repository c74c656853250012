package io.datahem.connectors.iceberg.parquet;

import java.io.IOException;
import java.io.OutputStream;

/** A file that knows a shorter way to be copied than to be read. */
public interface CopiedFile {

  /**
   * Copies the bytes from a place up to another.
   *
   * @throws IOException also when the file ends before
   */
  void copy(long from, long to, OutputStream out) throws IOException;
}
