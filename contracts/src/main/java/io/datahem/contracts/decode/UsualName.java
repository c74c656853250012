package io.datahem.contracts.decode;

import io.datahem.contracts.json.Words;

/**
 * What stands before a value in an object of a {@link StraightLine}: the comma behind the member
 * before, the name, the colon, and a space behind each if there always was one.
 *
 * @param length in bytes
 * @param mask of the first eight of them, those that belong to it
 * @param first the first eight
 * @param second the eight behind them, or the last eight when there are fewer
 * @param third the same again
 * @param last the last eight
 */
record UsualName(int length, long mask, long first, long second, long third, long last) {

  /** Longer names are read by the table. */
  static final int MAX_LENGTH = 32;

  /** Behind the last member. */
  static final UsualName NONE = new UsualName(0, 0, 0, 0, 0, 0);

  /** What stands at a place of a text, up to where its value starts. */
  static UsualName of(byte[] text, int from, int value) {
    int length = value - from;
    return new UsualName(
        length,
        length < 8 ? Words.first(-1L, length) : -1L,
        Words.first(Words.get(text, from), Math.min(8, length)),
        length > 8 ? Words.get(text, from + Math.min(8, length - 8)) : 0,
        length > 16 ? Words.get(text, from + Math.min(16, length - 8)) : 0,
        length > 24 ? Words.get(text, from + length - 8) : 0);
  }

  /** From front to back: what is equal so far lies inside the text, and zeros are behind it. */
  boolean isAt(byte[] text, int place) {
    return (Words.get(text, place) & mask) == first
        && (length <= 8 || Words.get(text, place + Math.min(8, length - 8)) == second)
        && (length <= 16 || Words.get(text, place + Math.min(16, length - 8)) == third)
        && (length <= 24 || Words.get(text, place + length - 8) == last);
  }
}
