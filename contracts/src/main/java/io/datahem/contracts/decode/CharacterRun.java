package io.datahem.contracts.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A regex of one class of ASCII letters and digits, so or so often: {@code [A-Z0-9]+}, {@code
 * \d{4}}. Looking at each character once takes a fraction of what making a {@link Matcher} does.
 */
final class CharacterRun {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:\\[((?:[A-Za-z0-9_](?:-[A-Za-z0-9_])?)+)]|\\\\d)"
              + "(?:(\\+)|\\{(\\d{1,4})(?:(,)(\\d{1,4})?)?})?");

  private static final int ANY_NUMBER = Integer.MAX_VALUE;

  /** A bit for each ASCII character of the class. */
  private final long low;

  private final long high;
  private final int least;
  private final int most;

  private CharacterRun(long low, long high, int least, int most) {
    this.low = low;
    this.high = high;
    this.least = least;
    this.most = most;
  }

  /** The alternatives of a regex; none when it is of another form. */
  static List<CharacterRun> alternatives(Pattern regex) {
    List<CharacterRun> runs = new ArrayList<>();
    for (String alternative : regex.pattern().split("\\|", -1)) {
      Matcher form = FORM.matcher(alternative);
      if (regex.flags() != 0 || !form.matches()) {
        return List.of();
      }
      runs.add(of(form));
    }
    return List.copyOf(runs);
  }

  private static CharacterRun of(Matcher form) {
    long low = 0;
    long high = 0;
    String characters = form.group(1) == null ? "0-9" : form.group(1);
    for (int i = 0; i < characters.length(); i++) {
      char first = characters.charAt(i);
      boolean range = i + 1 < characters.length() && characters.charAt(i + 1) == '-';
      i += range ? 2 : 0;
      for (int c = first; c <= characters.charAt(i); c++) {
        low |= c < 64 ? 1L << c : 0;
        high |= c < 64 ? 0 : 1L << c;
      }
    }
    int least = form.group(3) == null ? 1 : Integer.parseInt(form.group(3));
    boolean open = form.group(2) != null || form.group(4) != null;
    int most = form.group(5) != null ? Integer.parseInt(form.group(5)) : least;
    return new CharacterRun(low, high, least, open && form.group(5) == null ? ANY_NUMBER : most);
  }

  private boolean has(char c) {
    return c < 128 && ((c < 64 ? low : high) >>> c & 1) != 0;
  }

  /** Whether all of a text is one of the alternatives. */
  static boolean matches(List<CharacterRun> alternatives, String text) {
    for (CharacterRun alternative : alternatives) {
      if (alternative.matches(text)) {
        return true;
      }
    }
    return false;
  }

  private boolean matches(String text) {
    int length = text.length();
    return length >= least && length <= most && end(text, 0) == length;
  }

  /** The first such run of a text, as long as it may be; null when there is none. */
  @Nullable String first(String text) {
    int length = text.length();
    for (int from = 0; from <= length - least; from++) {
      int end = end(text, from);
      if (end - from >= least) {
        return text.substring(from, end);
      }
      from = end;
    }
    return null;
  }

  /** Where the characters of the class end, or as many of them as may be. */
  private int end(String text, int from) {
    int bound = most < text.length() - from ? from + most : text.length();
    int at = from;
    while (at < bound && has(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
