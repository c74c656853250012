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
  private final long[] words;

  private MemberName(byte[] written, boolean plain) {
    this.length = written.length;
    int head = Math.min(8, written.length);
    // A name that must be escaped is never written like this: nothing equals it then.
    this.mask = plain ? -1L >>> (64 - 8 * head) : 0;
    this.first = Words.padded(written, 0);
    int more = (Math.max(0, written.length - 8) + 7) / 8;
    this.words = new long[more];
    for (int i = 0; i < more; i++) {
      words[i] = Words.padded(written, place(i));
    }
  }

  /** Where a word after the first stands: the last one overlaps the one before it. */
  private int place(int word) {
    return Math.min(8 + 8 * word, length - 8);
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
    return (Words.get(text, at) & mask) == first && (length <= 8 || isTailAt(text, at));
  }

  private boolean isTailAt(byte[] text, int at) {
    for (int i = 0; i < words.length; i++) {
      if (words[i] != Words.get(text, at + place(i))) {
        return false;
      }
    }
    return true;
  }
}
