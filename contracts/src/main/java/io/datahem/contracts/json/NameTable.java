package io.datahem.contracts.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Names and the numbers they stand for, found from their bytes: hashed and compared by words of
 * eight, no String is made. Immutable.
 */
public final class NameTable {

  /** No such name. */
  public static final int NONE = -1;

  /** The name is not written in plain ASCII: it must be unescaped before it can be found. */
  public static final int NOT_PLAIN = -2;

  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final int mask;

  /** Indexes into the arrays below, by hash; -1 is free. */
  private final int[] slots;

  private final int[] lengths;
  private final int[] values;
  private final int[] starts;

  /** The names' words; each name ends in one of less than eight bytes, zeros behind them. */
  private final long[] words;

  private NameTable(Map<String, Integer> names) {
    int size = Math.max(4, Integer.highestOneBit(Math.max(1, names.size())) * 4);
    this.mask = size - 1;
    this.slots = new int[size];
    this.lengths = new int[names.size()];
    this.values = new int[names.size()];
    this.starts = new int[names.size()];
    Arrays.fill(slots, NONE);
    List<Long> all = new ArrayList<>();
    int index = 0;
    for (Map.Entry<String, Integer> entry : names.entrySet()) {
      byte[] name = entry.getKey().getBytes(StandardCharsets.UTF_8);
      lengths[index] = name.length;
      values[index] = entry.getValue();
      starts[index] = all.size();
      long hash = 0;
      for (int at = 0; at <= name.length; at += 8) {
        long word = Words.padded(name, at);
        all.add(word);
        hash = mix(hash, word);
      }
      int slot = slot(hash);
      while (slots[slot] != NONE) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = index++;
    }
    this.words = all.stream().mapToLong(Long::longValue).toArray();
  }

  /**
   * A table.
   *
   * @param names each name's number, 0 or more
   */
  public static NameTable of(Map<String, Integer> names) {
    return new NameTable(names);
  }

  private static long mix(long hash, long word) {
    long mixed = (hash ^ word) * MIX;
    return mixed ^ mixed >>> 29;
  }

  private int slot(long hash) {
    return (int) (hash >>> 35 ^ hash) & mask;
  }

  /**
   * Takes the string at the cursor and finds the number it names. When it is {@link #NOT_PLAIN},
   * the cursor stays.
   */
  public int take(JsonCursor in) {
    byte[] bytes = in.bytes();
    int from = in.position() + 1;
    int at = from;
    long hash = 0;
    long word = Words.get(bytes, at);
    long stops = Words.stops(word);
    while (stops == 0) {
      hash = mix(hash, word);
      at += 8;
      word = Words.get(bytes, at);
      stops = Words.stops(word);
    }
    int before = Words.before(stops);
    at += before;
    if (bytes[at] != '"') {
      return NOT_PLAIN;
    }
    in.moveTo(at + 1);
    long last = Words.first(word, before);
    return value(bytes, from, at - from, mix(hash, last), last);
  }

  /**
   * Finds a name.
   *
   * @param bytes has eight more bytes behind the name, whatever they are
   * @return its number, {@link #NONE} when there is no such name
   */
  public int find(byte[] bytes, int from, int to) {
    long hash = 0;
    int at = from;
    for (; to - at >= 8; at += 8) {
      hash = mix(hash, Words.get(bytes, at));
    }
    long last = Words.first(Words.get(bytes, at), to - at);
    return value(bytes, from, to - from, mix(hash, last), last);
  }

  private int value(byte[] bytes, int from, int length, long hash, long last) {
    int slot = slot(hash);
    int index;
    while ((index = slots[slot]) >= 0) {
      if (lengths[index] == length && isSame(index, bytes, from, last)) {
        return values[index];
      }
      slot = (slot + 1) & mask;
    }
    return NONE;
  }

  private boolean isSame(int index, byte[] bytes, int from, long last) {
    int word = starts[index];
    int whole = lengths[index] >> 3;
    for (int i = 0; i < whole; i++) {
      if (words[word + i] != Words.get(bytes, from + 8 * i)) {
        return false;
      }
    }
    return words[word + whole] == last;
  }
}
