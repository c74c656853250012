package io.datahem.contracts.decode;

import io.datahem.contracts.options.ValueRules.LocalToUtc;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntBinaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The short way for a local time in a column of timestamps: {@code 2026-01-31 12:00:00} by the
 * patterns that nearly all use is read at a twentieth of what formatters take to read and to write
 * it. It leaves every other text to them, which alone judge, and those of the hours in which clocks
 * are set; what it takes must become what they would make of it. Thread-safe.
 */
final class UsualLocalTime {
  // Formatters that say the same of themselves do the same.
  private static final Set<String> SPACED = said("yyyy-MM-dd HH:mm:ss", "uuuu-MM-dd HH:mm:ss");
  private static final Set<String> ISO =
      said(
          List.of(DateTimeFormatter.ISO_LOCAL_DATE_TIME),
          "yyyy-MM-dd'T'HH:mm:ss",
          "uuuu-MM-dd'T'HH:mm:ss");
  private static final Set<String> TO =
      said(
          List.of(DateTimeFormatter.ISO_OFFSET_DATE_TIME),
          "yyyy-MM-dd'T'HH:mm:ssXXX",
          "yyyy-MM-dd'T'HH:mm:ssX",
          "yyyy-MM-dd'T'HH:mm:ss'Z'",
          "yyyy-MM-dd HH:mm:ss");

  /** At the ends of the calendar patterns differ in what year it is. */
  private static final long LEAST_SECONDS = Instant.parse("0002-01-01T00:00:00Z").getEpochSecond();

  private static final long MOST_SECONDS = Instant.parse("9998-12-31T23:59:59Z").getEpochSecond();

  private final ZoneRules zone;
  private final char separator;

  /** Where the text before was: mostly the next is there too. Threads may overwrite it. */
  private Span latest = Span.NONE;

  /** Local times, in seconds as if they were UTC, of which each is there once, by one offset. */
  private record Span(long from, long to, int offsetSeconds) {
    static final Span NONE = new Span(0, 0, 0);

    boolean holds(long local) {
      return local >= from && local < to;
    }

    /** Around a local time; it does not hold it where clocks are set. */
    static Span around(ZoneRules zone, LocalDateTime local) {
      ZoneOffset offset = zone.getOffset(local);
      Instant moment = local.toInstant(offset);
      ZoneOffsetTransition before = zone.previousTransition(moment.plusSeconds(1));
      ZoneOffsetTransition after = zone.nextTransition(moment);
      return new Span(
          before == null ? Long.MIN_VALUE : local(before, Math::max),
          after == null ? Long.MAX_VALUE : local(after, Math::min),
          offset.getTotalSeconds());
    }

    /** By the larger offset what is set is over, by the smaller it has not begun. */
    private static long local(ZoneOffsetTransition clocksSet, IntBinaryOperator offset) {
      return clocksSet.toEpochSecond()
          + offset.applyAsInt(
              clocksSet.getOffsetBefore().getTotalSeconds(),
              clocksSet.getOffsetAfter().getTotalSeconds());
    }
  }

  private UsualLocalTime(ZoneId zone, char separator) {
    this.zone = zone.getRules();
    this.separator = separator;
  }

  private static Set<String> said(String... patterns) {
    return said(List.of(), patterns);
  }

  private static Set<String> said(List<DateTimeFormatter> more, String... patterns) {
    Set<String> all = more.stream().map(DateTimeFormatter::toString).collect(Collectors.toSet());
    for (String pattern : patterns) {
      all.add(DateTimeFormatter.ofPattern(pattern, Locale.ROOT).toString());
    }
    return Set.copyOf(all);
  }

  /** The short way of a rule; null when its patterns are others. */
  static @Nullable UsualLocalTime of(LocalToUtc rule) {
    String from = rule.from().said();
    if (!TO.contains(rule.to().said())) {
      return null;
    }
    if (SPACED.contains(from)) {
      return new UsualLocalTime(rule.zone(), ' ');
    }
    return ISO.contains(from) ? new UsualLocalTime(rule.zone(), 'T') : null;
  }

  /** The moment, null when the text is to be judged by the rule itself. */
  @Nullable Instant utc(String text) {
    if (text.length() != Rfc3339.LOCAL_BYTES) {
      return null;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long there =
        bytes.length == Rfc3339.LOCAL_BYTES
            ? Rfc3339.localSeconds(bytes, 0, separator)
            : Rfc3339.NONE;
    if (there == Rfc3339.NONE) {
      return null;
    }
    Span span = latest;
    if (!span.holds(there)) {
      span = Span.around(zone, LocalDateTime.ofEpochSecond(there, 0, ZoneOffset.UTC));
      if (!span.holds(there)) {
        return null;
      }
      latest = span;
    }
    long seconds = there - span.offsetSeconds();
    return seconds < LEAST_SECONDS || seconds > MOST_SECONDS
        ? null
        : Instant.ofEpochSecond(seconds);
  }
}
