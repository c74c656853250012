package io.datahem.app.convert;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a stream of any length, one at a time. Of a line over the limit the rest is passed
 * over, so that memory does not depend on the input. Not thread-safe.
 */
final class LineReader {
  private static final int CHUNK_BYTES = 1 << 16;

  private final InputStream in;
  private final int maxLineBytes;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private int at;
  private int end;
  private byte[] line = new byte[1_024];
  private int length;
  private long number;
  private long lineBytes;

  LineReader(InputStream in, int maxLineBytes) {
    this.in = in;
    this.maxLineBytes = maxLineBytes;
  }

  /** The next line without its end; null behind the last. Blank lines are lines here. */
  byte @Nullable [] next() throws IOException {
    length = 0;
    lineBytes = 0;
    boolean any = false;
    while (at < end || fill()) {
      any = true;
      int stop = at;
      while (stop < end && chunk[stop] != '\n') {
        stop++;
      }
      keep(stop);
      boolean ended = stop < end;
      at = ended ? stop + 1 : stop;
      if (ended) {
        break;
      }
    }
    if (!any) {
      return null;
    }
    number++;
    boolean carriage = length > 0 && line[length - 1] == '\r';
    return Arrays.copyOf(line, carriage ? length - 1 : length);
  }

  /** The number of the line taken last, from 1. */
  long number() {
    return number;
  }

  /** How many bytes that line had, kept or not. */
  long lineBytes() {
    return lineBytes;
  }

  /** True when that line had more bytes than are kept of one. */
  boolean isTooLong() {
    return lineBytes > maxLineBytes;
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(chunk));
    return end > 0;
  }

  private void keep(int stop) {
    lineBytes += stop - at;
    int fits = Math.min(stop - at, maxLineBytes - length);
    if (length + fits > line.length) {
      line = Arrays.copyOf(line, Math.min(maxLineBytes, Math.max(2 * line.length, length + fits)));
    }
    System.arraycopy(chunk, at, line, length, fits);
    length += fits;
  }
}
