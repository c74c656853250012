package io.datahem.contracts.infer;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What all texts of a field may turn out to be. A format that is a column type takes no text that
 * the decoder would reject for that type.
 */
enum TextFormat {
  TIMESTAMP(
      "When it was, with its offset from UTC",
      matching("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)")
          .and(parsing(text -> inYears(OffsetDateTime.parse(text).toLocalDate())))),
  DATETIME(
      "Date and time without an offset from UTC",
      matching("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?")
          .and(
              parsing(text -> inYears(LocalDateTime.parse(text.replace(' ', 'T')).toLocalDate())))),
  DATE(
      "A date",
      matching("\\d{4}-\\d\\d-\\d\\d").and(parsing(text -> inYears(LocalDate.parse(text))))),
  TIME(
      "A time of day",
      matching("\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?")
          .and(parsing(text -> LocalTime.parse(text).getHour() >= 0))),
  /** Times of which some are local, or days: their column takes UTC. */
  TIMES(
      "When it was; UTC where no offset is named",
      text -> TIMESTAMP.matches(text) || DATETIME.matches(text) || DATE.matches(text)),
  BOOLEAN("A boolean in quotes", matching("true|false")),
  INTEGER("An integer in quotes", matching("0|-?[1-9][0-9]{0,17}")),
  NUMBER("A number in quotes", matching("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,15})?")),
  UUID("A UUID", matching("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")),
  EMAIL("An e-mail address", matching("[^@\\s:/]{1,64}@[A-Za-z0-9.-]{1,200}\\.[A-Za-z]{2,20}")),
  IP_ADDRESS(
      "An IP address",
      matching(
          "\\d{1,3}(\\.\\d{1,3}){3}|([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}"
              + "|([0-9a-fA-F]{1,4}:){1,6}(:[0-9a-fA-F]{1,4}){1,6}")),
  URL("A URL", matching("[a-z][a-z0-9+.-]{1,15}://\\S+")),
  HEX(
      "Hexadecimal digits",
      matching("(?=[^a-f]*[a-f])(?=[^0-9]*[0-9])[0-9a-f]{7,128}|0{40}|0{64}"));

  private static final int MAX_CHARS = 4_000;

  private final String description;

  // Nothing but compiled patterns and parsers, which are immutable.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Predicate<String> test;

  TextFormat(String description, Predicate<String> test) {
    this.description = description;
    this.test = test;
  }

  /** For people. */
  String description() {
    return description;
  }

  /** The column's type that the option names; empty when the column is text. */
  Optional<String> columnType() {
    return switch (this) {
      case TIMESTAMP, TIMES -> Optional.of("TIMESTAMP");
      case DATETIME, DATE, TIME -> Optional.of(name());
      case BOOLEAN, INTEGER, NUMBER, UUID, EMAIL, IP_ADDRESS, URL, HEX -> Optional.empty();
    };
  }

  boolean matches(String text) {
    return text.length() <= MAX_CHARS && test.test(text);
  }

  private static Predicate<String> matching(String regex) {
    return Pattern.compile(regex).asMatchPredicate();
  }

  private static Predicate<String> parsing(Predicate<String> parser) {
    return text -> {
      try {
        return parser.test(text);
      } catch (DateTimeException e) {
        return false;
      }
    };
  }

  /** Offsets reach into the year beside: the first and the last are left out. */
  private static boolean inYears(LocalDate date) {
    return date.getYear() > 1 && date.getYear() < 9999;
  }
}
