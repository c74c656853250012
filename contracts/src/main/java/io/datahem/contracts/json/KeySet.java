package io.datahem.contracts.json;

import java.util.Arrays;

/**
 * The keys of one object, to find one that comes twice. Few are compared one by one, many by a
 * table. Used again and again; not thread-safe.
 */
public final class KeySet {
  private static final int FEW = 12;

  /** Keeps producers from choosing keys that collide. */
  private static final long SEED = new java.util.SplittableRandom().nextLong() | 1;

  private long[] hashes = new long[FEW];
  private int[] places = new int[FEW];
  private int size;
  private int[] table = new int[0];

  /** Forgets the keys. */
  public void clear() {
    if (size > FEW) {
      hashes = new long[FEW];
      places = new int[FEW];
      table = new int[0];
    }
    size = 0;
  }

  /** Adds a number; false when it is there. */
  public boolean add(long number) {
    return add(number, -1, new byte[0]);
  }

  /**
   * Adds a text.
   *
   * @param text the key as it was taken
   * @param quote where it is written
   * @param written the JSON text that holds it and all keys before
   * @return false when it is there
   */
  public boolean add(JsonString text, int quote, byte[] written) {
    long hash = SEED;
    int at = text.from();
    for (; text.to() - at >= 8; at += 8) {
      hash = mix(hash ^ Words.get(text.bytes(), at));
    }
    int left = text.to() - at;
    hash = mix(hash ^ Words.first(Words.get(text.bytes(), at), left) ^ (long) left << 56);
    return add(hash, quote, written);
  }

  private static long mix(long word) {
    long mixed = word * 0xBF58476D1CE4E5B9L;
    mixed ^= mixed >>> 31;
    mixed *= SEED;
    return mixed ^ mixed >>> 29;
  }

  private boolean add(long hash, int quote, byte[] written) {
    if (size >= FEW) {
      return addToTable(hash, quote, written);
    }
    for (int i = 0; i < size; i++) {
      if (isSame(i, hash, quote, written)) {
        return false;
      }
    }
    append(hash, quote);
    return true;
  }

  private boolean addToTable(long hash, int quote, byte[] written) {
    if (table.length < 4 * size) {
      rehash();
    }
    int slot = slot(hash);
    while (table[slot] != 0) {
      if (isSame(table[slot] - 1, hash, quote, written)) {
        return false;
      }
      slot = (slot + 1) & (table.length - 1);
    }
    append(hash, quote);
    table[slot] = size;
    return true;
  }

  private void rehash() {
    table = new int[Integer.highestOneBit(size) * 16];
    for (int i = 0; i < size; i++) {
      int slot = slot(hashes[i]);
      while (table[slot] != 0) {
        slot = (slot + 1) & (table.length - 1);
      }
      table[slot] = i + 1;
    }
  }

  private int slot(long hash) {
    return (int) (mix(hash) >>> 33) & (table.length - 1);
  }

  private void append(long hash, int quote) {
    if (size == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * size);
      places = Arrays.copyOf(places, 2 * size);
    }
    hashes[size] = hash;
    places[size] = quote;
    size++;
  }

  /** Equal hashes of texts are looked at: they may be of different ones. */
  private boolean isSame(int index, long hash, int quote, byte[] written) {
    return hashes[index] == hash
        && (quote < 0
            || JsonPath.name(written, places[index]).equals(JsonPath.name(written, quote)));
  }
}
