package io.datahem.connectors.iceberg.parquet;

/**
 * The definition or repetition levels of a page. While all are the same, as those of a column
 * without nulls are, they are but counted. Not thread-safe.
 */
final class Levels {
  private final int width;
  private final GrowingInts different = new GrowingInts();

  /** The level of all so far, while {@link #different} is empty. */
  private int same;

  private int count;

  Levels(int max) {
    this.width = RunEncoding.width(max);
  }

  void add(int level) {
    if (level == same & different.size == 0) {
      count++;
    } else {
      addDifferent(level);
    }
  }

  private void addDifferent(int level) {
    if (count == 0) {
      same = level;
    } else if (different.size == 0) {
      different.add(same, count);
      different.add(level);
    } else {
      different.add(level);
    }
    count++;
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

  void clear() {
    different.clear();
    count = 0;
  }
}
