package io.datahem.contracts.decode;

import io.datahem.contracts.decode.ColumnPlan.ValueStep;
import io.datahem.contracts.json.JsonText;
import io.datahem.contracts.table.ColumnType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Text into the column type that its field asks for. What the warehouse would refuse is rejected
 * here. An empty text is null for every type but STRING, BYTES, GEOGRAPHY.
 */
final class TextColumns {
  private static final int MAX_NUMERIC_DIGITS = 38;
  private static final int NUMERIC_SCALE = 9;

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
      case DATE -> nonEmpty("a date like 2026-01-31", LocalText::date);
      case TIME -> nonEmpty("a time like 12:00:00", LocalText::time);
      case DATETIME -> nonEmpty("a date and time like 2026-01-31T12:00:00", LocalText::dateTime);
      case TIMESTAMP -> nonEmpty("a timestamp like 2026-01-31T12:00:00Z", TextColumns::timestamp);
      case JSON -> nonEmpty("JSON", TextColumns::json);
      case UINT64, RECORD -> throw new IllegalStateException("No type of a text: " + type);
    };
  }

  /** Reads a text; null when it is none. An exception would cost more than the reading. */
  private interface Parser {
    @Nullable Object parse(String text);
  }

  private static ValueStep nonEmpty(String expected, Parser parser) {
    return value -> {
      String text = (String) value;
      if (text.isEmpty()) {
        return null;
      }
      Object parsed = parser.parse(text);
      return parsed == null ? Rejection.invalid(text, expected) : parsed;
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
            && (number.scale() <= NUMERIC_SCALE
                || number.stripTrailingZeros().scale() <= NUMERIC_SCALE);
    return fits ? number.setScale(NUMERIC_SCALE, RoundingMode.UNNECESSARY) : null;
  }

  /** A number in digits that is too large for a double is no infinity. */
  private static @Nullable Object float64(String text) {
    String number = text.strip();
    if (NumberText.isDecimal(number)) {
      double value = Double.parseDouble(number);
      return Double.isInfinite(value) ? null : value;
    }
    return switch (number.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> null;
    };
  }

  private static @Nullable Object bool(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> null;
    };
  }

  private static @Nullable Object timestamp(String text) {
    Instant instant = Rfc3339.parse(text);
    return instant == null ? LocalText.instant(text) : instant;
  }

  private static @Nullable Object json(String text) {
    return JsonText.isJson(text) ? text : null;
  }

  private TextColumns() {}
}
