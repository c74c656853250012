package io.datahem.pipeline.ids;

import java.util.Arrays;

/**
 * The ids of one hour that are not in a file yet: an open-addressing table of 16 bytes a slot, at
 * most two thirds full. Not thread-safe.
 */
final class IdTable {
  private static final int FIRST_SLOTS = 1 << 8;

  private long[] hashes = new long[FIRST_SLOTS];
  private long[] places = new long[FIRST_SLOTS];
  private int size;

  int size() {
    return size;
  }

  /** The place an id was first seen at, {@link IdPlace#NONE} when it was not. */
  long find(long hash, long like) {
    return places[slot(hash, like)];
  }

  /** Remembers an id that {@link #find} does not know. */
  void add(long hash, long place) {
    if (size * 3L >= hashes.length * 2L) {
      grow();
    }
    put(hash, place);
    size++;
  }

  /** All ids by rising hash. */
  IdCursor sorted() {
    long[] sorted = new long[size];
    int count = 0;
    for (int slot = 0; slot < places.length; slot++) {
      if (places[slot] != IdPlace.NONE) {
        sorted[count++] = hashes[slot];
      }
    }
    Arrays.sort(sorted);
    return new Sorted(sorted);
  }

  private void put(long hash, long place) {
    int slot = slot(hash, place);
    hashes[slot] = hash;
    places[slot] = place;
  }

  private int slot(long hash, long like) {
    int slot = first(hash);
    while (places[slot] != IdPlace.NONE
        && (hashes[slot] != hash || !IdPlace.isSameId(places[slot], like))) {
      slot = next(slot);
    }
    return slot;
  }

  private int first(long hash) {
    return (int) hash & (hashes.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (hashes.length - 1);
  }

  private void grow() {
    long[] oldHashes = hashes;
    long[] oldPlaces = places;
    hashes = new long[oldHashes.length * 2];
    places = new long[hashes.length];
    for (int i = 0; i < oldPlaces.length; i++) {
      if (oldPlaces[i] != IdPlace.NONE) {
        put(oldHashes[i], oldPlaces[i]);
      }
    }
  }

  /** Goes over sorted hashes; of ids with equal ones, each is met once along its probe chain. */
  private final class Sorted implements IdCursor {
    private final long[] sorted;
    private int at = -1;
    private int slot = -1;

    Sorted(long[] sorted) {
      this.sorted = sorted;
    }

    @Override
    public boolean next() {
      at++;
      if (at == sorted.length) {
        return false;
      }
      boolean again = at > 0 && sorted[at] == sorted[at - 1];
      slot = again ? IdTable.this.next(slot) : first(sorted[at]);
      while (hashes[slot] != sorted[at] || places[slot] == IdPlace.NONE) {
        slot = IdTable.this.next(slot);
      }
      return true;
    }

    @Override
    public long hash() {
      return sorted[at];
    }

    @Override
    public long place() {
      return places[slot];
    }
  }
}
