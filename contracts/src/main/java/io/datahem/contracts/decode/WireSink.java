package io.datahem.contracts.decode;

import io.datahem.contracts.json.ByteSink;
import io.datahem.contracts.json.JsonCursor;
import io.datahem.contracts.json.Words;

/**
 * Protobuf's wire format, written from front to back. The length of a message is known only behind
 * it: a byte is left free, or as many as were needed the last time, and the message is moved when
 * that was not right. Not thread-safe.
 */
final class WireSink {

  /** Tag, ten bytes of a varint, and the word that is written over them. */
  private static final int ROOM_BYTES = 32;

  private static final int MAX_LENGTH_BYTES = 5;
  private static final long HIGHS = 0x8080_8080_8080_8080L;

  private final ByteSink out = new ByteSink();

  void reset() {
    out.reset();
  }

  int size() {
    return out.size();
  }

  byte[] toBytes() {
    return out.toBytes();
  }

  byte[] bytes() {
    return out.bytes();
  }

  /** Takes back what was written from here on. */
  void truncate(int size) {
    out.setSize(size);
  }

  /** Room for a tag and a number; returns where the number goes. */
  private int tag(WireTag tag, byte[] bytes) {
    int at = out.size();
    Words.set(bytes, at, tag.bytes());
    return at + tag.length();
  }

  void tag(WireTag tag) {
    out.setSize(tag(tag, out.room(ROOM_BYTES)));
  }

  void varint(WireTag tag, long value) {
    byte[] bytes = out.room(ROOM_BYTES);
    out.setSize(putVarint(bytes, tag(tag, bytes), value));
  }

  /** The same with a tag that is at hand already. */
  void varint(long tag, int tagLength, long value) {
    byte[] bytes = out.room(ROOM_BYTES);
    int at = out.size();
    Words.set(bytes, at, tag);
    out.setSize(putVarint(bytes, at + tagLength, value));
  }

  void fixed64(long tag, int tagLength, long value) {
    byte[] bytes = out.room(ROOM_BYTES);
    int at = out.size();
    Words.set(bytes, at, tag);
    Words.set(bytes, at + tagLength, value);
    out.setSize(at + tagLength + 8);
  }

  /** A message whose field 1 is a number of seconds: a timestamp without a fraction. */
  void moment(long tag, int tagLength, long seconds) {
    byte[] bytes = out.room(ROOM_BYTES);
    int at = out.size();
    Words.set(bytes, at, tag);
    int start = at + tagLength + 1;
    int end = start;
    if (seconds != 0) {
      bytes[start] = 1 << 3;
      end = putVarint(bytes, start + 1, seconds);
    }
    bytes[start - 1] = (byte) (end - start);
    out.setSize(end);
  }

  void setSize(int bytesInUse) {
    out.setSize(bytesInUse);
  }

  void varint(long value) {
    out.setSize(putVarint(out.room(ROOM_BYTES), out.size(), value));
  }

  private static int putVarint(byte[] bytes, int at, long value) {
    if (value >>> 7 == 0) {
      bytes[at] = (byte) value;
      return at + 1;
    }
    if (value >>> 56 == 0) {
      int length = (70 - Long.numberOfLeadingZeros(value)) / 7;
      long more = HIGHS & ((1L << (8 * (length - 1))) - 1);
      Words.set(bytes, at, sevens(value) | more);
      return at + length;
    }
    int to = at;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[to++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[to++] = (byte) rest;
    return to;
  }

  /** Eight groups of seven bits, each in a byte of its own. */
  private static long sevens(long value) {
    long halves = ((value & 0x00FF_FFFF_F000_0000L) << 4) | (value & 0x0FFF_FFFFL);
    long quarters = ((halves & 0x0FFF_C000_0FFF_C000L) << 2) | (halves & 0x0000_3FFF_0000_3FFFL);
    return ((quarters & 0x3F80_3F80_3F80_3F80L) << 1) | (quarters & 0x007F_007F_007F_007FL);
  }

  void fixed32(WireTag tag, int value) {
    byte[] bytes = out.room(ROOM_BYTES);
    int at = tag(tag, bytes);
    Words.set(bytes, at, value);
    out.setSize(at + 4);
  }

  void fixed64(WireTag tag, long value) {
    byte[] bytes = out.room(ROOM_BYTES);
    int at = tag(tag, bytes);
    Words.set(bytes, at, value);
    out.setSize(at + 8);
  }

  /** Writes bytes as they are. */
  void bytes(byte[] from, int start, int length) {
    byte[] bytes = out.room(length + 8);
    System.arraycopy(from, start, bytes, out.size(), length);
    out.setSize(out.size() + length);
  }

  /** Room to write into {@link #bytes} itself, from {@link #size} on. */
  byte[] room(int length) {
    return out.room(length);
  }

  /** What was written into the room. */
  void advance(int length) {
    out.setSize(out.size() + length);
  }

  /**
   * Starts something whose length stands before it.
   *
   * @param width how many bytes the length will probably take
   * @return where it starts, for {@link #close}
   */
  int open(int width) {
    out.room(width + 8);
    int start = out.size() + width;
    out.setSize(start);
    return start;
  }

  /**
   * Writes the length of what was opened.
   *
   * @param start what {@link #open} returned
   * @param width what was guessed there
   * @return how many bytes the length took
   */
  int close(int start, int width) {
    int length = out.size() - start;
    if (width == 1 && length < 0x80) {
      out.bytes()[start - 1] = (byte) length;
      return 1;
    }
    int needed = lengthBytes(length);
    if (needed != width) {
      byte[] bytes = out.room(MAX_LENGTH_BYTES);
      System.arraycopy(bytes, start, bytes, start - width + needed, length);
      out.setSize(start - width + needed + length);
    }
    putLength(out.bytes(), start - width, length);
    return needed;
  }

  /** Byte by byte: what follows is there already. */
  private static void putLength(byte[] bytes, int at, int length) {
    int to = at;
    int rest = length;
    while (rest >= 0x80) {
      bytes[to++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[to] = (byte) rest;
  }

  private static int lengthBytes(int length) {
    return (38 - Integer.numberOfLeadingZeros(length | 1)) / 7;
  }

  /**
   * Takes the string at the cursor and writes it with its length.
   *
   * @return where it starts; -1 when it is no string, the cursor has failed then
   */
  int string(JsonCursor in) {
    int start = open(1);
    if (!out.string(in)) {
      return -1;
    }
    return start - 1 + close(start, 1);
  }
}
