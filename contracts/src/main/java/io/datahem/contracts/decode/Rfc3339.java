package io.datahem.contracts.decode;

import io.datahem.contracts.json.Words;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Timestamps as the proto JSON mapping has them: RFC 3339 with an offset, years 1 to 9999, at most
 * nanoseconds. Read from bytes into a number of seconds and one of nanoseconds.
 */
public final class Rfc3339 {
  private static final int MAX_OFFSET_HOURS = 18;
  private static final long MIN_SECONDS = -62_135_596_800L;
  private static final long MAX_SECONDS = 253_402_300_799L;
  private static final int MAX_NANO_DIGITS = 9;

  /** A string of whole seconds by words: what is no digit must be the same, */
  private static final long YEAR = Words.of("\"0000-");

  private static final long DATE = Words.of("00-00T00");
  private static final long TIME = Words.of(":00:00Z\"");

  /** and what is more than nine behind a digit, or more than zero elsewhere, gets a high bit. */
  private static final long YEAR_MOST = most(YEAR);

  private static final long DATE_MOST = most(DATE);
  private static final long TIME_MOST = most(TIME);
  private static final long HIGHS = 0x8080_8080_8080_8080L;

  /** No timestamp. */
  static final long NONE = Long.MIN_VALUE;

  /** A text that may be a timestamp or not. */
  static final long OTHER = Long.MAX_VALUE;

  static final String EXPECTED = "an RFC 3339 timestamp like 2026-01-31T12:00:00Z";

  /** The instant, null when the text is none. */
  public static @Nullable Instant parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long seconds = seconds(bytes, 0, bytes.length);
    return seconds == NONE
        ? null
        : Instant.ofEpochSecond(seconds, nanos(bytes, LOCAL_BYTES, bytes.length));
  }

  /** Seconds since 1970, {@link #NONE} when the text is no timestamp. */
  static long seconds(byte[] text, int from, int to) {
    long local = to - from <= LOCAL_BYTES ? NONE : localSeconds(text, from, 'T');
    int zone = local == NONE ? -1 : fractionEnd(text, from + LOCAL_BYTES, to);
    int offset = zone < 0 ? Integer.MIN_VALUE : offset(text, zone, to);
    if (offset == Integer.MIN_VALUE) {
      return NONE;
    }
    long seconds = local - offset;
    return seconds < MIN_SECONDS || seconds > MAX_SECONDS ? NONE : seconds;
  }

  /** The bytes of a date and a time of whole seconds without an offset. */
  static final int LOCAL_BYTES = 19;

  /**
   * Seconds since 1970, were it in UTC, of a date and a time like {@code 2026-01-31T12:00:00}.
   *
   * @param text at least {@link #LOCAL_BYTES} from the year on
   * @param separator what stands between them
   * @return {@link #NONE} when it is no moment, or is written otherwise
   */
  static long localSeconds(byte[] text, int from, char separator) {
    if (text[from + 4] != '-'
        || text[from + 7] != '-'
        || text[from + 10] != separator
        || text[from + 13] != ':'
        || text[from + 16] != ':') {
      return NONE;
    }
    int second = two(text, from + 17);
    int minute = two(text, from + 14);
    int hour = two(text, from + 11);
    int century = two(text, from);
    int year = two(text, from + 2);
    int month = two(text, from + 5);
    int day = two(text, from + 8);
    // A part that is no number is negative.
    if ((century | year | month | day | hour | minute | second) < 0
        || hour > 23
        || minute > 59
        || second > 59
        || month < 1
        || month > 12
        || day < 1
        || day > daysOf(century * 100 + year, month)) {
      return NONE;
    }
    return epochDay(century * 100 + year, month, day) * 86_400L
        + hour * 3_600L
        + minute * 60L
        + second;
  }

  /** The bytes of a string of whole seconds in UTC, its quotes included. */
  static final int UTC_BYTES = 22;

  /**
   * Seconds since 1970 of a string like {@code "2026-01-31T12:00:00Z"}, read by words.
   *
   * @param text at least {@link #UTC_BYTES} from the opening quote on
   * @return {@link #NONE} when it is no moment, {@link #OTHER} when it is not written like that
   */
  static long utcSeconds(byte[] text, int quote) {
    long year = Words.first(Words.get(text, quote), 6) ^ YEAR;
    long date = Words.get(text, quote + 6) ^ DATE;
    long time = Words.get(text, quote + 14) ^ TIME;
    long wrong = (year + YEAR_MOST) | year | (date + DATE_MOST) | date | (time + TIME_MOST) | time;
    if ((wrong & HIGHS) != 0) {
      return OTHER;
    }
    long years = year * 10 + (year >>> 8);
    long dates = date * 10 + (date >>> 8);
    long times = time * 10 + (time >>> 8);
    int ofYear = part(years, 1) * 100 + part(years, 3);
    int month = part(dates, 0);
    int day = part(dates, 3);
    int hour = part(dates, 6);
    int minute = part(times, 1);
    int second = part(times, 4);
    if (hour > 23 || minute > 59 || second > 59 || month < 1 || month > 12 || day < 1) {
      return NONE;
    }
    if (ofYear == 0 || (day > 28 && day > daysOf(ofYear, month))) {
      return NONE;
    }
    return epochDay(ofYear, month, day) * 86_400L + hour * 3_600L + minute * 60L + second;
  }

  private static long most(long pattern) {
    long most = 0;
    for (int at = 0; at < 64; at += 8) {
      boolean digit = ((pattern >>> at) & 0xFF) == '0';
      most |= (digit ? 0x80L - 10 : 0x80L - 1) << at;
    }
    return most;
  }

  /** The number of two digits that stands at a byte of a word. */
  private static int part(long word, int at) {
    return (int) (word >>> (8 * at)) & 0xFF;
  }

  /** The fraction of a second that starts here, in nanoseconds; 0 when there is no point. */
  static int nanos(byte[] text, int from, int to) {
    if (from >= to || text[from] != '.') {
      return 0;
    }
    int nanos = 0;
    int at = from + 1;
    for (; at < to && isDigit(text[at]); at++) {
      nanos = nanos * 10 + (text[at] - '0');
    }
    for (int digits = at - from - 1; digits < MAX_NANO_DIGITS; digits++) {
      nanos *= 10;
    }
    return nanos;
  }

  /** Behind the fraction that starts here, if one does; -1 when it is none. */
  static int fractionEnd(byte[] text, int from, int to) {
    if (text[from] != '.') {
      return from;
    }
    int at = from + 1;
    while (at < to && isDigit(text[at])) {
      at++;
    }
    int digits = at - from - 1;
    return digits == 0 || digits > MAX_NANO_DIGITS || at == to ? -1 : at;
  }

  private static int daysOf(int year, int month) {
    if (month == 2) {
      return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    }
    // From August on it is the even months that have 31.
    return 30 + (month + (month >> 3) & 1);
  }

  /** Days since 1970 of the proleptic Gregorian calendar, counted in years from March. */
  private static long epochDay(int year, int month, int day) {
    int shifted = month > 2 ? year : year - 1;
    int era = Math.floorDiv(shifted, 400);
    int ofEra = shifted - era * 400;
    int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int dayOfEra = ofEra * 365 + ofEra / 4 - ofEra / 100 + dayOfYear;
    return era * 146_097L + dayOfEra - 719_468L;
  }

  /** Seconds east of UTC, Integer.MIN_VALUE when the rest of the text is no offset. */
  private static int offset(byte[] text, int from, int to) {
    if (to - from == 1 && text[from] == 'Z') {
      return 0;
    }
    byte sign = text[from];
    if (to - from != 6 || text[from + 3] != ':' || (sign != '+' && sign != '-')) {
      return Integer.MIN_VALUE;
    }
    int hours = two(text, from + 1);
    int minutes = two(text, from + 4);
    if ((hours | minutes) < 0 || hours > MAX_OFFSET_HOURS || minutes > 59) {
      return Integer.MIN_VALUE;
    }
    int seconds = hours * 3_600 + minutes * 60;
    return sign == '-' ? -seconds : seconds;
  }

  /** A number of two digits; negative when it is none. */
  private static int two(byte[] text, int at) {
    int tens = text[at] - '0';
    int ones = text[at + 1] - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private Rfc3339() {}
}
