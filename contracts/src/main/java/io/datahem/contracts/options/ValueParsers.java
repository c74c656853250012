package io.datahem.contracts.options;

import io.datahem.contracts.options.OptionProblems.Source;
import io.datahem.contracts.options.ValueRules.LocalToUtc;
import io.datahem.contracts.options.ValueRules.Replacement;
import io.datahem.contracts.options.ValueRules.TimePattern;
import io.datahem.contracts.table.ColumnType;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads the texts of options into typed values; what cannot be read is a problem, and an empty
 * value.
 */
final class ValueParsers {
  private static final int MAX_REGEX_CHARS = 1_000;
  private static final int MAX_ADDED_CHARS = 1_000;

  private static final Pattern GROUP_NAME = Pattern.compile("\\{([a-zA-Z][a-zA-Z0-9]*)\\}");
  private static final LocalDateTime SAMPLE = LocalDateTime.of(2026, 1, 31, 12, 30, 45);

  private final OptionProblems problems;
  private final boolean firstTime;

  /**
   * Parsers.
   *
   * @param firstTime whether nobody checked the values yet: some checks take a while
   */
  ValueParsers(OptionProblems problems, boolean firstTime) {
    this.problems = problems;
    this.firstTime = firstTime;
  }

  /** A regex that looks for a part of a text. */
  Optional<Pattern> regex(Source source, String text) {
    return regex(source, text, false);
  }

  /**
   * A regex.
   *
   * @param whole whether the whole text has to match
   */
  Optional<Pattern> regex(Source source, String text, boolean whole) {
    if (text.length() > MAX_REGEX_CHARS) {
      problems.invalid(source, text, "a regex of at most " + MAX_REGEX_CHARS + " characters");
      return Optional.empty();
    }
    try {
      Pattern pattern = Pattern.compile(text);
      if (firstTime && RegexCost.explodes(pattern, whole)) {
        problems.invalid(
            source,
            text,
            "a regex that settles "
                + RegexCost.TEXT_CHARS
                + " characters within "
                + RegexCost.MAX_STEPS
                + " steps: repeat less of what matches the same text");
        return Optional.empty();
      }
      return Optional.of(pattern);
    } catch (PatternSyntaxException e) {
      problems.invalid(
          source,
          text,
          "a java.util.regex pattern (" + e.getDescription() + " at index " + e.getIndex() + ")");
      return Optional.empty();
    }
  }

  /** {@code regex,replacement}, cut at the last comma, both sides trimmed. */
  Optional<Replacement> replacement(Source source, String text) {
    int comma = text.lastIndexOf(',');
    if (comma < 0) {
      problems.invalid(source, text, "regex,replacement");
      return Optional.empty();
    }
    return replacement(source, text.substring(0, comma).strip(), text.substring(comma + 1).strip());
  }

  Optional<Replacement> replacement(Source source, String regex, String replacement) {
    Optional<Pattern> pattern = regex(source, regex);
    if (pattern.isEmpty()) {
      return Optional.empty();
    }
    if (!isShort(source, replacement)) {
      return Optional.empty();
    }
    if (!isReplacement(replacement, pattern.get())) {
      int groups = pattern.get().matcher("").groupCount();
      problems.invalid(
          source, replacement, "a replacement whose groups ($0 to $" + groups + ") the regex has");
      return Optional.empty();
    }
    return Optional.of(new Replacement(pattern.get(), replacement));
  }

  /** Whether a text that is put into every event's values is short; it is a problem when not. */
  boolean isShort(Source source, String text) {
    if (text.length() <= MAX_ADDED_CHARS) {
      return true;
    }
    problems.invalid(source, text, "at most " + MAX_ADDED_CHARS + " characters");
    return false;
  }

  private static boolean isReplacement(String text, Pattern regex) {
    int groups = regex.matcher("").groupCount();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        if (++i == text.length()) {
          return false;
        }
      } else if (c == '$') {
        String rest = text.substring(i + 1);
        Matcher named = GROUP_NAME.matcher(rest);
        boolean known =
            named.lookingAt()
                ? hasGroup(regex, named.group(1))
                : !rest.isEmpty()
                    && Character.isDigit(rest.charAt(0))
                    && rest.charAt(0) - '0' <= groups;
        if (!known) {
          return false;
        }
      }
    }
    return true;
  }

  /** True when a regex has a group of that name: else it cannot be referred to. */
  private static boolean hasGroup(Pattern regex, String name) {
    try {
      Pattern.compile(regex.pattern() + "\n\\k<" + name + ">");
      return true;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  /** {@code zone[,localPattern,utcPattern]}. */
  Optional<LocalToUtc> localToUtc(Source source, String text) {
    String[] parts = text.split(",", -1);
    if (parts.length != 1 && parts.length != 3) {
      problems.invalid(source, text, "zone or zone,localPattern,utcPattern");
      return Optional.empty();
    }
    return parts.length == 1
        ? localToUtc(source, parts[0].strip(), "", "")
        : localToUtc(source, parts[0].strip(), parts[1].strip(), parts[2].strip());
  }

  Optional<LocalToUtc> localToUtc(Source source, String zone, String from, String to) {
    Optional<ZoneId> id = zone(source, zone);
    Optional<TimePattern> local = pattern(source, from, TimePattern.ISO_LOCAL);
    Optional<TimePattern> utc = pattern(source, to, TimePattern.ISO_OFFSET);
    if (local.isPresent() && !readsDateTimes(local.get().formatter())) {
      problems.invalid(source, from, "a java.time pattern with date and time");
      return Optional.empty();
    }
    if (utc.isPresent() && !writesDateTimes(utc.get().formatter())) {
      problems.invalid(source, to, "a java.time pattern of what a date and time in UTC has");
      return Optional.empty();
    }
    return id.isPresent() && local.isPresent() && utc.isPresent()
        ? Optional.of(new LocalToUtc(id.get(), local.get(), utc.get()))
        : Optional.empty();
  }

  private static boolean readsDateTimes(DateTimeFormatter pattern) {
    try {
      LocalDateTime.parse(SAMPLE.format(pattern), pattern);
      return true;
    } catch (DateTimeException | IndexOutOfBoundsException e) {
      // The latter is the JDK's answer to a year of eleven digits and more.
      return false;
    }
  }

  private static boolean writesDateTimes(DateTimeFormatter pattern) {
    try {
      return !SAMPLE.atZone(ZoneOffset.UTC).format(pattern).isEmpty();
    } catch (DateTimeException | IndexOutOfBoundsException e) {
      return false;
    }
  }

  private Optional<ZoneId> zone(Source source, String zone) {
    try {
      return Optional.of(ZoneId.of(zone));
    } catch (DateTimeException e) {
      problems.invalid(source, zone, "a time zone like Europe/Stockholm");
      return Optional.empty();
    }
  }

  private Optional<TimePattern> pattern(Source source, String pattern, TimePattern byDefault) {
    if (pattern.isEmpty()) {
      return Optional.of(byDefault);
    }
    try {
      return Optional.of(TimePattern.of(pattern));
    } catch (IllegalArgumentException | ClassCastException e) {
      problems.invalid(source, pattern, "a java.time pattern like yyyy-MM-dd HH:mm:ss");
      return Optional.empty();
    }
  }

  Optional<ColumnType> type(Source source, String name) {
    for (ColumnType type : ColumnType.values()) {
      boolean choosable = type != ColumnType.RECORD && type != ColumnType.UINT64;
      if (choosable && type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    problems.invalid(
        source,
        name,
        "one of INT64, NUMERIC, FLOAT64, BOOL, STRING, BYTES, DATE, DATETIME, GEOGRAPHY, TIME, TIMESTAMP, JSON");
    return Optional.empty();
  }

  Optional<Double> divisor(Source source, String text) {
    try {
      double number = Double.parseDouble(text.strip());
      if (number != 0 && !Double.isNaN(number) && !Double.isInfinite(number)) {
        return Optional.of(number);
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    problems.invalid(source, text, "a number other than 0");
    return Optional.empty();
  }

  Optional<Boolean> bool(Source source, String text) {
    if (text.equals("true") || text.equals("false")) {
      return Optional.of(text.equals("true"));
    }
    problems.invalid(source, text, "true or false");
    return Optional.empty();
  }
}
