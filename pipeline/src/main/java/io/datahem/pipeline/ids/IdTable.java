package io.datahem.pipeline;

/**
 * The ids of one hour: an open-addressing table of 128-bit hashes and the offsets they were first
 * seen at, 24 bytes a slot, at most two thirds full. Not thread-safe.
 */
final class IdGeneration {
  private static final int FIRST_SLOTS = 1 << 8;

  private long[] high = new long[FIRST_SLOTS];
  private long[] low = new long[FIRST_SLOTS];

  /** Offset + 1, so that 0 says the slot is free. */
  private long[] offsets = new long[FIRST_SLOTS];

  private int size;

  int size() {
    return size;
  }

  /** The offset an id was first seen at, -1 when it was not. */
  long find(long idHigh, long idLow) {
    return offsets[slot(idHigh, idLow)] - 1;
  }

  /** Remembers an id that {@link #find} does not know. */
  void add(long idHigh, long idLow, long offset) {
    if (size * 3L >= high.length * 2L) {
      grow();
    }
    put(idHigh, idLow, offset + 1);
    size++;
  }

  private void put(long idHigh, long idLow, long stored) {
    int slot = slot(idHigh, idLow);
    high[slot] = idHigh;
    low[slot] = idLow;
    offsets[slot] = stored;
  }

  private int slot(long idHigh, long idLow) {
    int mask = high.length - 1;
    int slot = (int) idLow & mask;
    while (offsets[slot] != 0 && (high[slot] != idHigh || low[slot] != idLow)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldHigh = high;
    long[] oldLow = low;
    long[] oldOffsets = offsets;
    high = new long[oldHigh.length * 2];
    low = new long[high.length];
    offsets = new long[high.length];
    for (int i = 0; i < oldOffsets.length; i++) {
      if (oldOffsets[i] != 0) {
        put(oldHigh[i], oldLow[i], oldOffsets[i]);
      }
    }
  }
}
