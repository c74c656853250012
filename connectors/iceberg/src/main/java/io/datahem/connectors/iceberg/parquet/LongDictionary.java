package io.datahem.connectors.iceberg.parquet;

import java.util.Arrays;

/** The different numbers of a column, in the order they came. Not thread-safe. */
final class LongDictionary {
  private static final int FIRST_VALUES = 16;

  /** Of a dictionary without values; never written to. */
  private static final int[] NO_SLOTS = {0, 0};

  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** Beyond, somebody may have chosen values that collide. */
  private static final int MAX_PROBES = 128;

  private final int maxValues;

  /** Places of values plus one, by hash; zero is free. */
  private int[] slots = NO_SLOTS;

  private int shift = Long.SIZE - 1;
  private long[] values = {};
  private int size;
  private int last;

  LongDictionary(int maxValues) {
    this.maxValues = maxValues;
  }

  int size() {
    return size;
  }

  long value(int place) {
    return values[place];
  }

  /** The value's place; -1 when it is another one and there is no room. */
  int place(long value) {
    if (size > 0 && values[last] == value) {
      return last;
    }
    int slot = (int) ((value * SPREAD) >>> shift);
    int found = slots[slot] - 1;
    for (int probes = 0; found >= 0; probes++) {
      if (values[found] == value) {
        last = found;
        return found;
      }
      if (probes == MAX_PROBES) {
        return -1;
      }
      slot = slot + 1 & slots.length - 1;
      found = slots[slot] - 1;
    }
    return size < maxValues ? put(value, slot) : -1;
  }

  private int put(long value, int slot) {
    if (size == values.length) {
      grow();
      return place(value);
    }
    values[size] = value;
    slots[slot] = size + 1;
    last = size;
    return size++;
  }

  private void grow() {
    values = Arrays.copyOf(values, Math.max(FIRST_VALUES, 2 * size));
    slots = new int[2 * values.length];
    shift = Long.SIZE - Integer.numberOfTrailingZeros(slots.length);
    for (int i = 0; i < size; i++) {
      int slot = (int) ((values[i] * SPREAD) >>> shift);
      while (slots[slot] != 0) {
        slot = slot + 1 & slots.length - 1;
      }
      slots[slot] = i + 1;
    }
  }
}
