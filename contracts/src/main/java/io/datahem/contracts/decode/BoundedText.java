package io.datahem.contracts.decode;

import io.datahem.contracts.decode.Decoding.Code;

/**
 * A text that a regex may look at so often and no more: no pattern of a contract can hold up the
 * job.
 */
final class BoundedText implements CharSequence {
  static final int MAX_STEPS = 2_000_000;

  private final String text;
  private final int[] stepsLeft;

  BoundedText(String text, int[] stepsLeft) {
    this.text = text;
    this.stepsLeft = stepsLeft;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if (--stepsLeft[0] < 0) {
      throw new Rejection(
          Code.RULE_TOO_SLOW,
          Found.text("string", text),
          "a text that the field's regex settles within " + MAX_STEPS + " steps");
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return new BoundedText(text.substring(start, end), stepsLeft);
  }

  @Override
  public String toString() {
    return text;
  }
}
