package io.datahem.connectors.iceberg.parquet;

/**
 * Parquet's hybrid of runs and packed bits, by which levels and dictionary places are written: a
 * value that comes at least {@value #GROUP} times in a row is a run, all else is packed in groups
 * of {@value #GROUP}.
 */
final class RunEncoding {
  private static final int GROUP = 8;

  /** How many bits hold every number up to this one. */
  static int width(int max) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(max);
  }

  /** Appends one run. */
  static void run(int value, int times, int width, GrowingBytes to) {
    to.putVarint(times << 1);
    for (int bits = 0; bits < width; bits += Byte.SIZE) {
      to.write(value >>> bits);
    }
  }

  /** Appends the first values of an array. */
  static void encode(int[] values, int count, int width, GrowingBytes to) {
    int at = 0;
    while (at < count) {
      int end = runEnd(values, at, count);
      if (end - at >= GROUP || end == count) {
        run(values[at], end - at, width, to);
        at = end;
      } else {
        int until = packedEnd(values, at, count);
        pack(values, at, until, width, to);
        at = until;
      }
    }
  }

  private static int runEnd(int[] values, int from, int count) {
    int value = values[from];
    int end = from + 1;
    while (end < count && values[end] == value) {
      end++;
    }
    return end;
  }

  /** Where a run begins at the border of a group, or the end. */
  private static int packedEnd(int[] values, int from, int count) {
    int end = from + GROUP;
    while (end + GROUP <= count && !alike(values, end)) {
      end += GROUP;
    }
    return end + GROUP <= count ? end : count;
  }

  private static boolean alike(int[] values, int from) {
    int value = values[from];
    int different = 0;
    for (int i = 1; i < GROUP; i++) {
      different |= values[from + i] ^ value;
    }
    return different == 0;
  }

  /** The last group is filled up with zeros. */
  private static void pack(int[] values, int from, int until, int width, GrowingBytes to) {
    int groups = (until - from + GROUP - 1) / GROUP;
    to.putVarint(groups << 1 | 1);
    int bytes = groups * width;
    to.reserve(bytes);
    int end = to.size + bytes;
    long word = 0;
    int bits = 0;
    for (int i = from; i < until; i++) {
      word |= (long) values[i] << bits;
      bits += width;
      if (bits >= Integer.SIZE) {
        to.setInt(to.size, (int) word);
        to.size += Integer.BYTES;
        word >>>= Integer.SIZE;
        bits -= Integer.SIZE;
      }
    }
    while (to.size < end) {
      to.bytes[to.size++] = (byte) word;
      word >>>= Byte.SIZE;
    }
  }

  private RunEncoding() {}
}
