package io.datahem.contracts.decode;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates and times from text in the extended form of ISO 8601, of the years 1 to 9999, as
 * warehouses have them. What is none is null and no exception: a wrong text costs no more than a
 * right one. Not thread-safe.
 */
final class LocalText {
  private static final int MAX_OFFSET_MINUTES = 18 * 60;
  private static final int MAX_NANO_DIGITS = 9;

  private final String text;
  private int at;

  private LocalText(String text) {
    this.text = text;
  }

  static @Nullable LocalDate date(String text) {
    LocalText in = new LocalText(text);
    LocalDate date = in.date();
    return in.isAtEnd() ? date : null;
  }

  /** {@code 12:00}, seconds and up to nine digits of a fraction if they are there. */
  static @Nullable LocalTime time(String text) {
    LocalText in = new LocalText(text);
    LocalTime time = in.time();
    return in.isAtEnd() ? time : null;
  }

  /** A date and a time, a {@code T} or a space between them. */
  static @Nullable LocalDateTime dateTime(String text) {
    LocalText in = new LocalText(text);
    LocalDateTime local = in.dateTime();
    return in.isAtEnd() ? local : null;
  }

  /** A date, with a time or without, with an offset, {@code UTC}, or without: then it is UTC. */
  static @Nullable Instant instant(String text) {
    LocalText in = new LocalText(text.strip());
    LocalDate date = in.date();
    if (date == null || in.isAtEnd()) {
      return date == null ? null : date.atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    in.at = 0;
    LocalDateTime local = in.dateTime();
    ZoneOffset offset = local == null ? null : in.offset();
    if (local == null || offset == null || !in.isAtEnd()) {
      return null;
    }
    int year = local.atOffset(offset).withOffsetSameInstant(ZoneOffset.UTC).getYear();
    return year >= 1 && year <= 9999 ? local.toInstant(offset) : null;
  }

  private @Nullable LocalDateTime dateTime() {
    LocalDate date = date();
    if (date == null || !(take('T') || take(' '))) {
      return null;
    }
    LocalTime time = time();
    return time == null ? null : date.atTime(time);
  }

  private @Nullable LocalDate date() {
    int year = digits(4);
    int month = take('-') ? digits(2) : -1;
    int day = take('-') ? digits(2) : -1;
    boolean fits = year >= 1 && month >= 1 && month <= 12 && day >= 1;
    return fits && day <= YearMonth.of(year, month).lengthOfMonth()
        ? LocalDate.of(year, month, day)
        : null;
  }

  private @Nullable LocalTime time() {
    int hour = digits(2);
    int minute = take(':') ? digits(2) : -1;
    int second = take(':') ? digits(2) : 0;
    int nanos = take('.') ? fraction() : 0;
    boolean fits = hour >= 0 && minute >= 0 && second >= 0 && nanos >= 0;
    return fits && hour < 24 && minute < 60 && second < 60
        ? LocalTime.of(hour, minute, second, nanos)
        : null;
  }

  private @Nullable ZoneOffset offset() {
    boolean spaced = take(' ');
    if (isAtEnd()) {
      return spaced ? null : ZoneOffset.UTC;
    }
    if (take('Z') || (spaced && take('U') && take('T') && take('C'))) {
      return ZoneOffset.UTC;
    }
    boolean west = take('-');
    if (!west && !take('+')) {
      return null;
    }
    int hours = digits(2);
    take(':');
    int minutes = digits(2);
    int all = hours * 60 + minutes;
    boolean fits = hours >= 0 && minutes >= 0 && minutes < 60 && all <= MAX_OFFSET_MINUTES;
    return fits ? ZoneOffset.ofTotalSeconds((west ? -60 : 60) * all) : null;
  }

  /** A fraction of a second in nanoseconds, -1 when it is none. */
  private int fraction() {
    int nanos = 0;
    int digits = 0;
    for (; digits < MAX_NANO_DIGITS && isDigit(at); digits++) {
      nanos = nanos * 10 + (text.charAt(at++) - '0');
    }
    for (int zeros = digits; zeros < MAX_NANO_DIGITS; zeros++) {
      nanos *= 10;
    }
    return digits == 0 ? -1 : nanos;
  }

  /** A number of so many digits, -1 when there are not so many. */
  private int digits(int count) {
    int number = 0;
    for (int i = 0; i < count; i++) {
      if (!isDigit(at)) {
        return -1;
      }
      number = number * 10 + (text.charAt(at++) - '0');
    }
    return number;
  }

  private boolean isDigit(int place) {
    return place < text.length() && text.charAt(place) >= '0' && text.charAt(place) <= '9';
  }

  private boolean take(char wanted) {
    boolean there = at < text.length() && text.charAt(at) == wanted;
    at += there ? 1 : 0;
    return there;
  }

  private boolean isAtEnd() {
    return at == text.length();
  }
}
