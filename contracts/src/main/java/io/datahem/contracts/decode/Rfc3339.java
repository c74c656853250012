package io.datahem.contracts.decode;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Timestamps as the proto JSON mapping has them: RFC 3339 with an offset, years 1 to 9999, at most
 * nanoseconds.
 */
final class Rfc3339 {
  private static final int MAX_OFFSET_HOURS = 18;

  /** The instant, null when the text is none. */
  static @Nullable Instant parse(String text) {
    int length = text.length();
    if (length < 20
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || text.charAt(10) != 'T'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':') {
      return null;
    }
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
      return null;
    }
    int i = 19;
    int nanos = 0;
    if (text.charAt(i) == '.') {
      int digits = 0;
      for (i++; i < length && isDigit(text.charAt(i)); i++) {
        nanos = digits < 9 ? nanos * 10 + (text.charAt(i) - '0') : nanos;
        digits++;
      }
      if (digits == 0 || digits > 9) {
        return null;
      }
      for (; digits < 9; digits++) {
        nanos *= 10;
      }
    }
    int offset = offset(text, i);
    LocalDate date = offset == Integer.MIN_VALUE ? null : date(text);
    if (date == null) {
      return null;
    }
    long seconds = date.toEpochDay() * 86_400L + hour * 3_600L + minute * 60L + second - offset;
    Instant instant = Instant.ofEpochSecond(seconds, nanos);
    int year = instant.atOffset(ZoneOffset.UTC).getYear();
    return year < 1 || year > 9999 ? null : instant;
  }

  private static @Nullable LocalDate date(String text) {
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    if (year < 0 || month < 1 || day < 1) {
      return null;
    }
    try {
      return LocalDate.of(year, month, day);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Seconds east of UTC, Integer.MIN_VALUE when the rest of the text is no offset. */
  private static int offset(String text, int i) {
    int left = text.length() - i;
    if (left == 1 && text.charAt(i) == 'Z') {
      return 0;
    }
    if (left != 6 || text.charAt(i + 3) != ':') {
      return Integer.MIN_VALUE;
    }
    int hours = number(text, i + 1, i + 3);
    int minutes = number(text, i + 4, i + 6);
    char sign = text.charAt(i);
    if (hours < 0
        || hours > MAX_OFFSET_HOURS
        || minutes < 0
        || minutes > 59
        || (sign != '+' && sign != '-')) {
      return Integer.MIN_VALUE;
    }
    int seconds = hours * 3_600 + minutes * 60;
    return sign == '-' ? -seconds : seconds;
  }

  private static int number(String text, int from, int end) {
    int number = 0;
    for (int i = from; i < end; i++) {
      if (!isDigit(text.charAt(i))) {
        return -1;
      }
      number = number * 10 + (text.charAt(i) - '0');
    }
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private Rfc3339() {}
}
