package io.datahem.connectors.iceberg.parquet;

import java.util.Arrays;

/** Numbers that are appended to. Not thread-safe. */
final class GrowingInts {
  private static final int[] NONE = {};
  private static final int FIRST_INTS = 64;

  int[] ints = NONE;
  int size;

  void add(int value) {
    if (size == ints.length) {
      ints = Arrays.copyOf(ints, Math.max(FIRST_INTS, 2 * size));
    }
    ints[size++] = value;
  }

  void add(int value, int times) {
    if (ints.length - size < times) {
      ints = Arrays.copyOf(ints, Math.max(FIRST_INTS, 2 * (size + times)));
    }
    Arrays.fill(ints, size, size + times, value);
    size += times;
  }

  /** Adds the last ones once more, in their order, so many times. */
  void repeat(int last, int times) {
    int more = last * times;
    if (ints.length - size < more) {
      ints = Arrays.copyOf(ints, Math.max(FIRST_INTS, 2 * (size + more)));
    }
    for (int end = size + more; size < end; size++) {
      ints[size] = ints[size - last];
    }
  }

  void clear() {
    size = 0;
  }
}
