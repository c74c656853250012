package io.datahem.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.pipeline.BookLine.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BookCountsTest {
  private final BookCounts counts = new BookCounts();

  private static BookLine line(String stream, long hour, Outcome outcome, String code, long count) {
    return new BookLine(stream, hour, outcome, code, count);
  }

  @Test
  void goesOnFromTheStoresBooksOverAllHours() {
    counts.add(List.of(line("gone", 1, Outcome.ROW, "", 1)));
    counts.start(
        List.of(
            line("orders", 1, Outcome.ROW, "", 10),
            line("orders", 2, Outcome.ROW, "", 5),
            line("orders", 2, Outcome.DROP, "DUPLICATE_ID", 2)));
    counts.add(List.of(line("orders", 3, Outcome.ROW, "", 1)));
    assertThat(counts.totals())
        .isEqualTo(
            Map.of(
                new BookCounts.Key("orders", Outcome.ROW, ""), 16L,
                new BookCounts.Key("orders", Outcome.DROP, "DUPLICATE_ID"), 2L));
  }

  @Test
  void beyondTheLimitNewStreamsAreCountedTogether() {
    for (int i = 0; i < BookCounts.MAX_COUNTERS + 50; i++) {
      counts.add(List.of(line("s" + i, 1, Outcome.DEAD_LETTER, "CONTRACT_UNKNOWN", 2)));
    }
    counts.add(List.of(line("s0", 1, Outcome.DEAD_LETTER, "CONTRACT_UNKNOWN", 1)));
    assertThat(counts.totals())
        .hasSize(BookCounts.MAX_COUNTERS + 1)
        .containsEntry(new BookCounts.Key("s0", Outcome.DEAD_LETTER, "CONTRACT_UNKNOWN"), 3L)
        .containsEntry(
            new BookCounts.Key(BookCounts.OTHERS, Outcome.DEAD_LETTER, "CONTRACT_UNKNOWN"), 100L);
  }
}
