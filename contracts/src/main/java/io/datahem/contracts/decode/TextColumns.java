package io.datahem.contracts.decode;

import io.datahem.contracts.decode.ColumnPlan.ValueStep;
import io.datahem.contracts.json.JsonText;
import io.datahem.contracts.table.ColumnType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Text into the column type that its field asks for. What the warehouse would refuse is rejected
 * here. An empty text is null for every type but STRING, BYTES, GEOGRAPHY.
 */
final class TextColumns {
  private static final int MAX_NUMERIC_DIGITS = 38;
  private static final int NUMERIC_SCALE = 9;
  private static final DateTimeFormatter LOCAL =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);
  private static final DateTimeFormatter WITH_OFFSET =
      new DateTimeFormatterBuilder()
          .append(LOCAL)
          .optionalStart()
          .appendOffset("+HH:MM", "Z")
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HHmm", "Z")
          .optionalEnd()
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  static boolean isTime(ColumnType type) {
    return type == ColumnType.DATE
        || type == ColumnType.DATETIME
        || type == ColumnType.TIME
        || type == ColumnType.TIMESTAMP;
  }

  static ValueStep step(ColumnType type) {
    return switch (type) {
      case STRING, GEOGRAPHY -> TextSteps.AS_IT_IS;
      case INT64 -> nonEmpty("a 64-bit integer", TextColumns::int64);
      case NUMERIC ->
          nonEmpty(
              "a decimal of at most 29 digits before and 9 behind the point", TextColumns::numeric);
      case FLOAT64 -> nonEmpty("a number that a double can hold", TextColumns::float64);
      case BOOL -> nonEmpty("true or false", TextColumns::bool);
      case BYTES -> nonEmpty("base64", Base64Text::decode);
      case DATE -> nonEmpty("a date like 2026-01-31", TextColumns::date);
      case TIME -> nonEmpty("a time like 12:00:00", LocalTime::parse);
      case DATETIME -> nonEmpty("a date and time like 2026-01-31T12:00:00", TextColumns::datetime);
      case TIMESTAMP -> nonEmpty("a timestamp like 2026-01-31T12:00:00Z", TextColumns::timestamp);
      case JSON -> nonEmpty("JSON", TextColumns::json);
      case UINT64, RECORD -> throw new IllegalStateException("No type of a text: " + type);
    };
  }

  /** Reads a text; null, an exception: it is none. */
  private interface Parser {
    @Nullable Object parse(String text);
  }

  private static ValueStep nonEmpty(String expected, Parser parser) {
    return value -> {
      String text = (String) value;
      if (text.isEmpty()) {
        return null;
      }
      try {
        Object parsed = parser.parse(text);
        if (parsed != null) {
          return parsed;
        }
      } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
        // Said below, with the text and without the exception's own words.
      }
      throw ColumnPlan.invalid(text, expected);
    };
  }

  private static @Nullable Object int64(String text) {
    return NumberText.int64(text.strip());
  }

  private static @Nullable Object numeric(String text) {
    BigDecimal number = NumberText.decimal(text.strip());
    if (number == null) {
      return null;
    }
    if (number.signum() == 0) {
      return BigDecimal.ZERO.setScale(NUMERIC_SCALE);
    }
    boolean fits =
        (long) number.precision() - number.scale() <= MAX_NUMERIC_DIGITS - NUMERIC_SCALE
            && number.scale() < 1_000;
    return fits ? number.setScale(NUMERIC_SCALE, RoundingMode.UNNECESSARY) : null;
  }

  /** A number in digits that is too large for a double is no infinity. */
  private static @Nullable Object float64(String text) {
    double number = Double.parseDouble(text);
    return Double.isInfinite(number) && !text.contains("Inf") ? null : number;
  }

  private static @Nullable Object bool(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> null;
    };
  }

  private static @Nullable Object date(String text) {
    LocalDate date = LocalDate.parse(text);
    return isYear(date.getYear()) ? date : null;
  }

  private static @Nullable Object datetime(String text) {
    LocalDateTime local = LocalDateTime.parse(text.replace(' ', 'T'), LOCAL);
    return isYear(local.getYear()) ? local : null;
  }

  /** What warehouses have: the years 1 to 9999. */
  private static boolean isYear(int year) {
    return year >= 1 && year <= 9999;
  }

  private static @Nullable Object timestamp(String text) {
    Instant instant = Rfc3339.parse(text);
    if (instant != null) {
      return instant;
    }
    Instant other = otherTimestamp(text);
    return isYear(other.atOffset(ZoneOffset.UTC).getYear()) ? other : null;
  }

  /** As the warehouse has them beside RFC 3339. */
  private static Instant otherTimestamp(String text) {
    String normal = text.strip();
    if (normal.endsWith(" UTC")) {
      normal = normal.substring(0, normal.length() - 4) + "Z";
    }
    if (normal.length() == 10) {
      return LocalDate.parse(normal).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    var parsed =
        WITH_OFFSET.parseBest(
            normal.replaceFirst(" ", "T").replace(" ", ""),
            OffsetDateTime::from,
            LocalDateTime::from);
    return parsed instanceof OffsetDateTime offset
        ? offset.toInstant()
        : ((LocalDateTime) parsed).toInstant(ZoneOffset.UTC);
  }

  private static @Nullable Object json(String text) {
    return JsonText.isJson(text) ? text : null;
  }

  private TextColumns() {}
}
