package io.datahem.contracts.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.contracts.options.ValueRules.LocalToUtc;
import io.datahem.contracts.options.ValueRules.TimePattern;
import io.datahem.contracts.table.ColumnType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class UsualLocalTimeTest {
  private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");
  private static final int MADE_UP = 2_000;

  private static final List<TimePattern> FROM =
      List.of(
          TimePattern.ISO_LOCAL,
          TimePattern.of("yyyy-MM-dd HH:mm:ss"),
          TimePattern.of("uuuu-MM-dd'T'HH:mm:ss"));
  private static final List<TimePattern> TO =
      List.of(
          TimePattern.ISO_OFFSET,
          TimePattern.of("yyyy-MM-dd'T'HH:mm:ssXXX"),
          TimePattern.of("yyyy-MM-dd HH:mm:ss"));

  /** By the rule's formatters, null when they refuse. */
  private static @Nullable String written(LocalToUtc rule, String text) {
    try {
      LocalDateTime local = LocalDateTime.parse(text, rule.from().formatter());
      return local
          .atZone(rule.zone())
          .withZoneSameInstant(ZoneOffset.UTC)
          .format(rule.to().formatter());
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Object judged(LocalToUtc rule, String text) {
    String utc = written(rule, text);
    Object made = utc == null ? null : TextColumns.step(ColumnType.TIMESTAMP).apply(utc);
    return made instanceof Rejection ? null : made;
  }

  private static List<String> texts(Random random) {
    List<String> texts =
        new ArrayList<>(
            List.of(
                "2026-03-29 01:59:59",
                "2026-03-29 02:00:00", // is skipped
                "2026-03-29 02:30:00", // is skipped
                "2026-03-29 03:00:00",
                "2026-10-25 01:59:59",
                "2026-10-25 02:00:00", // is there twice
                "2026-10-25 03:00:00",
                "2026-10-25 02:30:00", // is there twice
                "2024-02-29 23:59:59",
                "2026-02-29 12:00:00",
                "2026-02-30 12:00:00",
                "2026-01-31 24:00:00",
                "2026-01-31 12:00:60",
                "2026-13-01 12:00:00",
                "0000-01-01 00:00:00",
                "0001-01-01 00:00:00",
                "0001-01-01 00:30:00",
                "0002-01-01 00:30:00",
                "9999-12-31 23:59:59",
                "2026-01-31 12:00.12",
                "2026-01-31 12:00",
                "2026-01-31 12:00:00.5",
                " 2026-01-31 12:00:0",
                "2026-01-31  12:00:0",
                "-026-01-31 12:00:00",
                ""));
    for (int i = 0; i < MADE_UP; i++) {
      LocalDateTime local =
          LocalDateTime.ofEpochSecond(
              random.nextLong(-3_000_000_000L, 5_000_000_000L), 0, ZoneOffset.UTC);
      StringBuilder text = new StringBuilder(FROM.get(1).formatter().format(local));
      if (random.nextInt(3) == 0) {
        text.setCharAt(random.nextInt(text.length()), "0123456789:- T.".charAt(random.nextInt(15)));
      }
      texts.add(text.toString());
    }
    texts.addAll(texts.stream().map(text -> text.replace(' ', 'T')).toList());
    return texts;
  }

  @Test
  void whatItTakesIsWhatTheFormattersMakeOfIt() {
    long seed = System.nanoTime();
    List<String> texts = texts(new Random(seed));
    for (TimePattern from : FROM) {
      for (TimePattern to : TO) {
        LocalToUtc rule = new LocalToUtc(STOCKHOLM, from, to);
        UsualLocalTime usual = UsualLocalTime.of(rule);
        assertThat(usual).isNotNull();
        int taken = 0;
        for (String text : texts) {
          Instant moment = usual.utc(text);
          taken += moment == null ? 0 : 1;
          if (moment != null) {
            assertThat(judged(rule, text)).as("seed %s, %s %s", seed, rule, text).isEqualTo(moment);
          }
        }
        assertThat(taken).as("seed %s, %s", seed, rule).isGreaterThan(MADE_UP / 2);
      }
    }
  }

  @Test
  void whatIsRefusedWithoutAnExceptionIsWhatTheFormattersRefuse() {
    long seed = System.nanoTime();
    List<String> texts = texts(new Random(seed));
    List<TimePattern> patterns = new ArrayList<>(FROM);
    patterns.add(TimePattern.of("yyyy-MM-dd HH:mm[:ss][.SSS]"));
    patterns.add(TimePattern.of("yyyy-DDD-dd hh:mm:ss"));
    patterns.add(TimePattern.of("yy-M-d H:m:s"));
    for (TimePattern from : patterns) {
      LocalToUtc rule = new LocalToUtc(STOCKHOLM, from, TO.get(0));
      for (String text : texts) {
        Object made = TextSteps.localToUtc(rule).apply(text);
        assertThat(made instanceof Rejection ? null : made)
            .as("seed %s, %s %s", seed, rule, text)
            .isEqualTo(written(rule, text));
      }
    }
  }

  @Test
  void otherPatternsHaveNoShortWay() {
    TimePattern minutes = TimePattern.of("yyyy-MM-dd HH:mm");
    assertThat(UsualLocalTime.of(new LocalToUtc(STOCKHOLM, minutes, TO.get(0)))).isNull();
    assertThat(UsualLocalTime.of(new LocalToUtc(STOCKHOLM, FROM.get(0), minutes))).isNull();
  }
}
