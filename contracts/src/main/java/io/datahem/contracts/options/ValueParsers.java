package io.datahem.contracts.options;

import io.datahem.contracts.options.OptionProblems.Source;
import io.datahem.contracts.options.ValueRules.LocalToUtc;
import io.datahem.contracts.options.ValueRules.Replacement;
import io.datahem.contracts.table.ColumnType;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads the texts of options into typed values; what cannot be read is a problem, and an empty
 * value.
 */
final class ValueParsers {
  private static final int MAX_REGEX_CHARS = 1_000;

  private final OptionProblems problems;

  ValueParsers(OptionProblems problems) {
    this.problems = problems;
  }

  Optional<Pattern> regex(Source source, String text) {
    if (text.length() > MAX_REGEX_CHARS) {
      problems.invalid(source, text, "a regex of at most " + MAX_REGEX_CHARS + " characters");
      return Optional.empty();
    }
    try {
      return Optional.of(Pattern.compile(text));
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
    int groups = pattern.get().matcher("").groupCount();
    if (!isReplacement(replacement, groups)) {
      problems.invalid(
          source, replacement, "a replacement whose groups ($0 to $" + groups + ") the regex has");
      return Optional.empty();
    }
    return Optional.of(new Replacement(pattern.get(), replacement));
  }

  private static boolean isReplacement(String text, int groups) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        if (++i == text.length()) {
          return false;
        }
      } else if (c == '$') {
        boolean digit = i + 1 < text.length() && Character.isDigit(text.charAt(i + 1));
        boolean named = i + 1 < text.length() && text.charAt(i + 1) == '{';
        if (!named && (!digit || text.charAt(i + 1) - '0' > groups)) {
          return false;
        }
      }
    }
    return true;
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
    Optional<DateTimeFormatter> local =
        pattern(source, from, DateTimeFormatter.ISO_LOCAL_DATE_TIME);
    Optional<DateTimeFormatter> utc = pattern(source, to, DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    return id.isPresent() && local.isPresent() && utc.isPresent()
        ? Optional.of(new LocalToUtc(id.get(), local.get(), utc.get()))
        : Optional.empty();
  }

  private Optional<ZoneId> zone(Source source, String zone) {
    try {
      return Optional.of(ZoneId.of(zone));
    } catch (DateTimeException e) {
      problems.invalid(source, zone, "a time zone like Europe/Stockholm");
      return Optional.empty();
    }
  }

  private Optional<DateTimeFormatter> pattern(
      Source source, String pattern, DateTimeFormatter byDefault) {
    if (pattern.isEmpty()) {
      return Optional.of(byDefault);
    }
    try {
      return Optional.of(DateTimeFormatter.ofPattern(pattern, Locale.ROOT));
    } catch (IllegalArgumentException e) {
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

  OptionalDouble divisor(Source source, String text) {
    try {
      return divisor(source, Double.parseDouble(text.strip()));
    } catch (NumberFormatException e) {
      problems.invalid(source, text, "a number other than 0");
      return OptionalDouble.empty();
    }
  }

  OptionalDouble divisor(Source source, double number) {
    if (number == 0 || Double.isNaN(number) || Double.isInfinite(number)) {
      problems.invalid(source, Double.toString(number), "a number other than 0");
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(number);
  }

  boolean bool(Source source, String text, boolean byDefault) {
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    problems.invalid(source, text, "true or false");
    return byDefault;
  }
}
