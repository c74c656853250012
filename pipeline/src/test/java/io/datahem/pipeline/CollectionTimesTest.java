package io.datahem.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.events.Utf8Text;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CollectionTimesTest {
  private final CollectionTimes times = new CollectionTimes();

  @Test
  void whatCameBeforeIsOfNoConsequence() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Instant start = Instant.parse("2026-11-30T23:59:58Z");
    for (int i = 0; i < 20_000; i++) {
      ChronoUnit unit =
          List.of(ChronoUnit.NANOS, ChronoUnit.MICROS, ChronoUnit.MILLIS, ChronoUnit.SECONDS)
              .get(random.nextInt(4));
      String text = start.plusNanos(random.nextLong(3_000_000_000L)).truncatedTo(unit).toString();
      String spoilt = random.nextInt(4) == 0 ? spoilt(text, random) : text;
      assertThat(read(times, spoilt))
          .as("seed %d, %s", seed, spoilt)
          .isEqualTo(read(new CollectionTimes(), spoilt));
    }
  }

  private static Instant read(CollectionTimes times, String text) {
    return times.read(Utf8Text.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String spoilt(String text, Random random) {
    StringBuilder other = new StringBuilder(text);
    int place = random.nextInt(text.length());
    switch (random.nextInt(3)) {
      case 0 -> other.setCharAt(place, "Z.0+9:x".charAt(random.nextInt(7)));
      case 1 -> other.deleteCharAt(place);
      default -> other.insert(place, random.nextInt(10));
    }
    return other.toString();
  }

  @Test
  void timesAreReadAsTheyAreWritten() {
    for (int i = 0; i < 2; i++) {
      assertThat(read(times, "2026-11-30T10:00:00.1234567Z"))
          .isEqualTo(Instant.ofEpochSecond(1_796_032_800L, 123_456_700));
      assertThat(read(times, "2026-11-30T10:00:00Z"))
          .isEqualTo(Instant.ofEpochSecond(1_796_032_800L));
      assertThat(read(times, "2026-11-30T10:00:00+01:00"))
          .isEqualTo(Instant.ofEpochSecond(1_796_029_200L));
    }
  }

  @Test
  void aTextThatIsNoTimeIsTheEpoch() {
    read(times, "2026-11-30T10:00:00Z");
    for (String text :
        List.of("", "yesterday", "2026-11-30T10:00:00", "2026-11-30T10:00:00.1234567890Z")) {

      assertThat(read(times, text)).as(text).isEqualTo(Instant.EPOCH);
    }
  }
}
