package io.datahem.connectors.iceberg.parquet;

/**
 * The definition or repetition levels of a page. While all are the same, as those of a column
 * without nulls are, they are but counted. Not thread-safe.
 */
final class Levels {
  private static final int NOT_THE_SAME = -1;

  private final int width;
  private final GrowingInts different = new GrowingInts();

  /** The level of all so far; {@link #NOT_THE_SAME} once {@link #different} has them. */
  private int same;

  private int count;

  Levels(int max) {
    this.width = RunEncoding.width(max);
  }

  void add(int level) {
    if (level == same) {
      count++;
    } else {
      addDifferent(level);
    }
  }

  private void addDifferent(int level) {
    if (count == 0) {
      same = level;
    } else {
      if (same != NOT_THE_SAME) {
        different.add(same, count);
        same = NOT_THE_SAME;
      }
      different.add(level);
    }
    count++;
  }

  /** Takes the last ones once more, in their order, so many times. */
  void repeat(int last, int times) {
    if (different.size > 0) {
      different.repeat(last, times);
    }
    count += last * times;
  }

  /** Appends them with their length in bytes, as the first version of data pages has them. */
  void appendTo(GrowingBytes page) {
    int start = page.size;
    page.putInt(0);
    if (different.size == 0) {
      RunEncoding.run(same, count, width, page);
    } else {
      RunEncoding.encode(different.ints, different.size, width, page);
    }
    page.setInt(start, page.size - start - Integer.BYTES);
  }

  int count() {
    return count;
  }

  void clear() {
    different.clear();
    count = 0;
    same = 0;
  }
}
