package io.datahem.contracts.json;

import java.nio.charset.StandardCharsets;

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
  }

  public static MemberName of(String name) {
    boolean plain = name.chars().allMatch(c -> c >= ' ' && c != '"' && c != '\\');
    return new MemberName(('"' + name + "\":").getBytes(StandardCharsets.UTF_8), plain);
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
    return length <= 8 || isTailAt(text, at);
  }

  private boolean isTailAt(byte[] text, int at) {
    // From front to back: what is equal so far lies inside the text.
    for (int i = 0; i < middle.length; i++) {
      if (middle[i] != Words.get(text, at + 8 + 8 * i)) {
        return false;
      }
    }
    return last == Words.get(text, at + lastAt);
  }
}
