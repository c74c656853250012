package io.datahem.contracts.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A member's name as a producer writes it who leaves no space: quotes and colon included. A guess
 * at the next name is a comparison or two of words. Immutable.
 */
public final class MemberName {
  private final int length;
  private final long mask;
  private final long first;

  /** The last eight bytes and where they stand: they may overlap the first. */
  private final long last;

  private final int lastAt;

  /** What stands between the first eight bytes and the last. */
  private final long[] middle;

  /** The name of a producer who leaves a space behind the colon; itself when this one does. */
  private final MemberName spaced;

  private MemberName(byte[] written, boolean plain) {
    this.length = written.length;
    int head = Math.min(8, length);
    // A name that must be escaped is never written like this: nothing equals it then.
    this.mask = plain ? -1L >>> (64 - 8 * head) : 0;
    this.first = Words.padded(written, 0);
    this.lastAt = Math.max(0, length - 8);
    this.last = Words.padded(written, lastAt);
    this.middle = new long[Math.max(0, (length - 9) / 8)];
    for (int i = 0; i < middle.length; i++) {
      middle[i] = Words.padded(written, 8 + 8 * i);
    }
    this.spaced = isSpaced(written) ? this : new MemberName(withSpace(written), plain);
  }

  private static boolean isSpaced(byte[] written) {
    return written[written.length - 1] == ' ';
  }

  private static byte[] withSpace(byte[] written) {
    byte[] more = Arrays.copyOf(written, written.length + 1);
    more[written.length] = ' ';
    return more;
  }

  public static MemberName of(String name) {
    boolean plain = name.chars().allMatch(c -> c >= ' ' && c != '"' && c != '\\');
    return new MemberName(('"' + name + "\":").getBytes(StandardCharsets.UTF_8), plain);
  }

  /** As it is written at a place where it stands: with a space behind the colon or without. */
  public MemberName written(byte[] text, int at) {
    return text[at + length] == ' ' ? spaced : this;
  }

  /** The bytes it takes, from the opening quote behind the colon. */
  public int length() {
    return length;
  }

  /**
   * True when the text goes on with this name.
   *
   * @param text zeros behind its end, sixteen at least: no zero is part of a name
   */
  public boolean isAt(byte[] text, int at) {
    if ((Words.get(text, at) & mask) != first) {
      return false;
    }
    // From front to back: what is equal so far lies inside the text.
    return length <= 8 || ((length <= 16 || isMiddleAt(text, at)) && isEndAt(text, at));
  }

  private boolean isMiddleAt(byte[] text, int at) {
    for (int i = 0; i < middle.length; i++) {
      if (middle[i] != Words.get(text, at + 8 + 8 * i)) {
        return false;
      }
    }
    return true;
  }

  private boolean isEndAt(byte[] text, int at) {
    return last == Words.get(text, at + lastAt);
  }
}
