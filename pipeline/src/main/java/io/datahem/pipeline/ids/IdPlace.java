package io.datahem.pipeline.ids;

/**
 * Where an id was first seen, and the part of its hash that does not fit elsewhere, in one long: 16
 * bits of hash, one bit that says that the place lies in another partition, 47 bits of offset + 1.
 */
final class IdPlace {

  /** No id has this place. */
  static final long NONE = 0;

  private static final int TAG_SHIFT = 48;
  private static final long ELSEWHERE = 1L << 47;
  private static final long OFFSET_MASK = ELSEWHERE - 1;

  static long of(long hash, long offset, boolean elsewhere) {
    if (offset < 0 || offset >= OFFSET_MASK) {
      throw new IllegalArgumentException("Cannot remember an id at offset " + offset);
    }
    return (hash << TAG_SHIFT) | (elsewhere ? ELSEWHERE : 0) | (offset + 1);
  }

  /** True when two places are those of one id, whose other 64 bits of hash are equal too. */
  static boolean isSameId(long place, long other) {
    return (place ^ other) >>> TAG_SHIFT == 0;
  }

  /** True when whoever has the place came before an event of this partition's at an offset. */
  static boolean isBefore(long place, long offset) {
    return isElsewhere(place) || offset(place) < offset;
  }

  static long offset(long place) {
    return (place & OFFSET_MASK) - 1;
  }

  static boolean isElsewhere(long place) {
    return (place & ELSEWHERE) != 0;
  }

  private IdPlace() {}
}
