package io.datahem.contracts.options;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the regexes whose time doubles with every character of a text, by trying them on short
 * texts that bring it about: one character of the pattern, repeated, and an end that does not
 * match. It misses what needs a cleverer text; the decoder bounds the steps of each event too.
 */
final class RegexCost {
  static final int TEXT_CHARS = 30;
  static final int MAX_STEPS = 200_000;
  private static final int MAX_STEPS_OF_ALL = 1_000_000;
  private static final int MAX_TRIED_CHARS = 40;

  private RegexCost() {}

  /**
   * True when a text of a few characters takes more steps than any regex needs.
   *
   * @param whole whether the whole text has to match
   */
  static boolean explodes(Pattern regex, boolean whole) {
    int steps = 0;
    for (char c : triedChars(regex)) {
      Text text = new Text(String.valueOf(c).repeat(TEXT_CHARS) + '\u0001');
      if (!settles(regex.matcher(text), whole)) {
        return true;
      }
      steps += MAX_STEPS - text.stepsLeft;
      if (steps > MAX_STEPS_OF_ALL) {
        return false;
      }
    }
    return false;
  }

  private static boolean settles(Matcher matcher, boolean whole) {
    try {
      // Whether it matches is of no interest here.
      boolean unused = whole ? matcher.matches() : matcher.find();
      return true;
    } catch (TooManyStepsException e) {
      return false;
    }
  }

  private static Set<Character> triedChars(Pattern regex) {
    Set<Character> chars = new LinkedHashSet<>(Set.of('a', 'A', '0', ' ', '_', '-'));
    for (int i = 0; i < regex.pattern().length() && chars.size() < MAX_TRIED_CHARS; i++) {
      chars.add(regex.pattern().charAt(i));
    }
    return chars;
  }

  /** Ends a match that takes too long. */
  private static final class TooManyStepsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyStepsException() {
      super(null, null, false, false);
    }
  }

  /** Counts how often it is looked at. */
  private static final class Text implements CharSequence {
    private final String text;
    private int stepsLeft = MAX_STEPS;

    Text(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (--stepsLeft < 0) {
        throw new TooManyStepsException();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
