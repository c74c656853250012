package io.datahem.contracts.decode;

/**
 * A text that a regex may look at so often and no more: no pattern of a contract can hold up the
 * job.
 */
final class BoundedText implements CharSequence {
  static final int MAX_STEPS = 2_000_000;

  private final String text;
  private final int[] stepsLeft;

  /** The only way out of a regex. */
  static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private TooManySteps() {
      super("More than " + MAX_STEPS + " steps", null, false, false);
    }
  }

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
      throw new TooManySteps();
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
