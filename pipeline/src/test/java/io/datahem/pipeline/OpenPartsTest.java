package io.datahem.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datahem.events.Event;
import io.datahem.events.EventBatch;
import io.datahem.events.LoggedEvent;
import io.datahem.pipeline.ids.IdCounts;
import io.datahem.pipeline.ids.SeenIds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenPartsTest {
  private static final int PART_MILLIS = 400;

  @TempDir Path directory;

  private final List<String> log = new ArrayList<>();
  private final List<Integer> idsRead = new ArrayList<>();
  private int tables = 1;
  private long nowMillis = 15 * PART_MILLIS;
  private final OpenParts parts =
      new OpenParts(
          new PartCadence(PART_MILLIS),
          Written::new,
          partition -> {
            idsRead.add(partition);
            return SeenIds.open(
                directory,
                partition,
                new SeenIds.Horizon(Duration.ofHours(1), Duration.ZERO),
                10,
                new IdCounts());
          },
          () -> TimeUnit.MILLISECONDS.toNanos(nowMillis));

  /** Notes what is done to it. */
  private final class Written implements OpenParts.Writing {
    private final EventBatch first;
    private long end;

    Written(EventBatch first, SeenIds ids) {
      this.first = first;
      this.end = first.from();
      assertThat(ids).isNotNull();
    }

    @Override
    public boolean continuesWith(EventBatch batch) {
      return batch.claim() == first.claim() && batch.from() == end;
    }

    @Override
    public void add(EventBatch batch) {
      if (batch.end() == 666) {
        throw new IllegalStateException("refused");
      }
      end = batch.end();
    }

    @Override
    public boolean isFull() {
      return end - first.from() >= 1_000;
    }

    @Override
    public int files() {
      return tables;
    }

    @Override
    public Part close() {
      if (end == 777) {
        throw new IllegalStateException("the disk is full");
      }
      return new Part(
          "job", first.partition(), first.claim(), first.from(), end, 0, List.of(), List.of());
    }

    @Override
    public void abort() {
      log.add("abort " + first.from() + "-" + end);
    }
  }

  private static EventBatch batch(int partition, long claim, long from, long end) {
    return batch(partition, claim, from, end, 0);
  }

  private static EventBatch batch(int partition, long claim, long from, long end, long waiting) {
    List<LoggedEvent> events =
        from == end
            ? List.of()
            : List.of(new LoggedEvent(from, new Event(new byte[] {'1'}, Map.of())));
    return new EventBatch(partition, claim, from, end, events, waiting);
  }

  private static @Nullable String range(@Nullable Part part) {
    return part == null ? null : part.partition() + ":" + part.from() + "-" + part.end();
  }

  @Test
  void aPartOutlivesBundlesUntilItsTimeHasCome() {
    assertThat(parts.add(batch(0, 1, 0, 5))).isNull();
    assertThat(parts.closeDue(0)).isNull();
    nowMillis += PART_MILLIS - 1;
    parts.add(batch(0, 1, 5, 7));
    assertThat(parts.closeDue(0)).isNull();
    nowMillis += 1;
    assertThat(range(parts.closeDue(0))).isEqualTo("0:0-7");
    assertThat(parts.closeDue(0)).isNull();
    assertThat(log).isEmpty();
  }

  @Test
  void allPartitionsCloseAtTheSameMoments() {
    parts.add(batch(0, 1, 0, 5));
    nowMillis += PART_MILLIS - 10;
    parts.add(batch(1, 1, 0, 5));
    nowMillis += 10;
    assertThat(parts.closeDue(0)).isNotNull();
    assertThat(parts.closeDue(1)).isNotNull();
  }

  @Test
  void aPartOfManyFilesLastsLonger() {
    tables = 100;
    parts.add(batch(0, 1, 0, 5));
    nowMillis += 2 * PART_MILLIS;
    assertThat(parts.closeDue(0)).isNull();
    nowMillis += PART_MILLIS;
    assertThat(parts.closeDue(0)).isNotNull();
  }

  @Test
  void aPartThatIsFarBehindLastsLongerByAQuarterOfItAtMost() {
    PartCadence cadence = new PartCadence(PART_MILLIS);
    assertThat(cadence.lengthMillis(2, 7 * PART_MILLIS)).isEqualTo(PART_MILLIS);
    assertThat(cadence.lengthMillis(2, 8 * PART_MILLIS)).isEqualTo(2 * PART_MILLIS);
    assertThat(cadence.lengthMillis(2, 15 * PART_MILLIS)).isEqualTo(2 * PART_MILLIS);
    assertThat(cadence.lengthMillis(2, Long.MAX_VALUE)).isEqualTo(8 * PART_MILLIS);
  }

  @Test
  void aPartThatHasCaughtUpEndsAsUsual() {
    nowMillis = 100L * PartCadence.MOST_TIMES_WHEN_LATE * PART_MILLIS;
    // One event in a part's time: so many will take a thousand times as long.
    parts.add(batch(0, 1, 0, 5, 1_000));
    nowMillis += PART_MILLIS;
    assertThat(parts.closeDue(0)).isNull();
    parts.add(batch(0, 1, 5, 7, 900));
    nowMillis += 6 * PART_MILLIS;
    assertThat(parts.closeDue(0)).isNull();
    parts.add(batch(0, 1, 7, 8, 0));
    assertThat(range(parts.closeDue(0))).isEqualTo("0:0-8");
  }

  @Test
  void aPartWhoseReaderFellQuietEndsAsUsual() {
    parts.add(batch(0, 1, 0, 5, 1_000));
    nowMillis += PART_MILLIS;
    parts.add(batch(0, 1, 5, 5));
    assertThat(range(parts.closeDue(0))).isEqualTo("0:0-5");
  }

  @Test
  void noPartLastsForEver() {
    PartCadence cadence = new PartCadence(PART_MILLIS);
    assertThat(cadence.lengthMillis(33, 0)).isEqualTo(PART_MILLIS);
    assertThat(cadence.lengthMillis(34, 0)).isEqualTo(2 * PART_MILLIS);
    assertThat(cadence.lengthMillis(1_000_000, 0))
        .isBetween((long) PartCadence.LONGEST_MILLIS, 2L * PartCadence.LONGEST_MILLIS);
    assertThat(new PartCadence(60_000).lengthMillis(1, 0)).isEqualTo(60_000);
    assertThat(EventSource.QUIET.toMillis())
        .isGreaterThanOrEqualTo(cadence.lengthMillis(1_000_000, 0));
  }

  @Test
  void timePassesByEmptyBatchesAndTheyOpenNothing() {
    assertThat(parts.add(batch(0, 1, 0, 0))).isNull();
    assertThat(idsRead).isEmpty();
    parts.add(batch(0, 1, 0, 5));
    nowMillis += PART_MILLIS;
    assertThat(parts.add(batch(0, 1, 5, 5))).isNull();
    assertThat(range(parts.closeDue(0))).isEqualTo("0:0-5");
    nowMillis += PART_MILLIS;
    assertThat(parts.add(batch(0, 1, 5, 5))).isNull();
    assertThat(parts.closeDue(0)).isNull();
  }

  @Test
  void aFullPartIsClosedAtOnce() {
    assertThat(range(parts.add(batch(0, 1, 0, 1_000)))).isEqualTo("0:0-1000");
    assertThat(parts.add(batch(0, 1, 1_000, 1_001))).isNull();
  }

  @Test
  void aReaderThatWasReplacedVoidsWhatIsOpen() {
    parts.add(batch(0, 1, 0, 5));
    parts.add(batch(0, 2, 0, 3));
    assertThat(log).containsExactly("abort 0-5");
    assertThat(idsRead).containsExactly(0, 0);
    parts.add(batch(0, 2, 0, 0));
    assertThat(log).containsExactly("abort 0-5", "abort 0-3");
    nowMillis += PART_MILLIS;
    assertThat(parts.closeDue(0)).isNull();
  }

  @Test
  void aBatchThatFailsVoidsWhatIsOpen() {
    parts.add(batch(0, 1, 0, 5));
    EventBatch bad = batch(0, 1, 5, 666);
    assertThatThrownBy(() -> parts.add(bad)).hasMessage("refused");
    nowMillis += PART_MILLIS;
    assertThat(parts.closeDue(0)).isNull();
    assertThat(log).containsExactly("abort 0-5");
  }

  @Test
  void aPartThatCannotBeClosedIsVoid() {
    parts.add(batch(0, 1, 0, 777));
    nowMillis += PART_MILLIS;
    assertThatThrownBy(() -> parts.closeDue(0)).hasMessage("the disk is full");
    assertThat(log).containsExactly("abort 0-777");
    assertThat(parts.closeDue(0)).isNull();
  }

  @Test
  void whatIsOpenAtTheEndIsRemoved() {
    parts.add(batch(0, 1, 0, 5));
    parts.add(batch(1, 1, 10, 11));
    parts.close();
    assertThat(log).containsExactlyInAnyOrder("abort 0-5", "abort 10-11");
  }
}
