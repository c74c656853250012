package io.datahem.contracts.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that grow. What is written into it stays valid until {@link #reset}; the array behind it
 * may change with every write. Not thread-safe.
 */
public final class ByteSink {
  private static final int FIRST_BYTES = 1 << 13;

  /** A larger array is given back. */
  private static final int MAX_KEPT_BYTES = 1 << 20;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int size;

  /** Forgets everything. */
  public void reset() {
    size = 0;
    if (bytes.length > MAX_KEPT_BYTES) {
      bytes = new byte[FIRST_BYTES];
    }
  }

  /** The array in use now. */
  public byte[] bytes() {
    return bytes;
  }

  public int size() {
    return size;
  }

  /** Sets the size, after bytes were written into the array itself. */
  public void setSize(int bytesInUse) {
    size = bytesInUse;
  }

  /** Writes bytes as they are. */
  public void write(byte[] from, int start, int length) {
    System.arraycopy(from, start, room(length), size, length);
    size += length;
  }

  /** Writes one byte. */
  public void write(char ascii) {
    room(1)[size++] = (byte) ascii;
  }

  /** Writes a text in UTF-8. */
  public void write(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    write(encoded, 0, encoded.length);
  }

  /** What was written, as text. */
  public String toText() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /** Makes room for so many more bytes and gives the array in use now. */
  public byte[] room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, grown(more));
    }
    return bytes;
  }

  private int grown(int more) {
    long needed = (long) size + more;
    if (needed > Integer.MAX_VALUE - 64) {
      throw new IllegalStateException(
          "Cannot hold " + needed + " bytes of one event, expected less than 2 GB");
    }
    return (int) Math.min(Integer.MAX_VALUE - 64L, Math.max(needed, 2L * bytes.length));
  }

  /**
   * Takes the string at the cursor and writes what it says, in UTF-8.
   *
   * @return false when it is no string; the cursor has failed then
   */
  public boolean string(JsonCursor in) {
    byte[] text = in.bytes();
    int at = in.position();
    if (text[at] != '"') {
      in.fail(JsonFault.NOT_JSON);
      return false;
    }
    at++;
    // What a string says is never longer than how it is written.
    byte[] out = room(in.end() - at + 16);
    int to = size;
    while (true) {
      long word = Words.get(text, at);
      Words.set(out, to, word);
      long stops = Words.stops(word);
      if (stops == 0) {
        at += 8;
        to += 8;
        continue;
      }
      int before = Words.before(stops);
      at += before;
      to += before;
      byte b = text[at];
      if (b == '"') {
        in.moveTo(at + 1);
        size = to;
        return true;
      }
      if (b == '\\') {
        do {
          int escape = Escapes.decode(text, at);
          if (escape < 0) {
            in.moveTo(at);
            in.escape();
            return false;
          }
          to = Utf8.put(Escapes.codePoint(escape), out, to);
          at += Escapes.length(escape);
        } while (text[at] == '\\');
      } else {
        in.moveTo(at);
        int length = in.plain(b);
        if (length == 0) {
          return false;
        }
        Words.set(out, to, Words.get(text, at));
        to += length;
        at += length;
      }
    }
  }
}
