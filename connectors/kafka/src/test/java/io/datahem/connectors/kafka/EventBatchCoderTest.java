package io.datahem.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.events.Event;
import io.datahem.events.EventBatch;
import io.datahem.events.LoggedEvent;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

final class EventBatchCoderTest {
  private static EventBatch roundTrip(EventBatch batch) throws Exception {
    EventBatchCoder coder = new EventBatchCoder();
    return CoderUtils.decodeFromByteArray(coder, CoderUtils.encodeToByteArray(coder, batch));
  }

  @Test
  void nothingIsLostOnTheWire() throws Exception {
    byte[] large = new byte[3 << 20];
    large[large.length - 1] = -1;
    EventBatch batch =
        new EventBatch(
            3,
            Long.MAX_VALUE,
            5,
            1L << 40,
            List.of(
                new LoggedEvent(
                    5, new Event(new byte[] {0, -1, 127}, Map.of("å\u2603", "\uD83D\uDE9A"))),
                new LoggedEvent(7, new Event(new byte[0], Map.of())),
                new LoggedEvent(
                    6, Event.within(new byte[] {9, 1, 2, 9}, 1, 2, Map.of("uuid", "6"))),
                new LoggedEvent(8, new Event(large, Map.of("long", "x".repeat(70_000), "e", "")))),
            1L << 41);
    EventBatch back = roundTrip(batch);
    assertThat(back)
        .extracting(
            EventBatch::partition,
            EventBatch::claim,
            EventBatch::from,
            EventBatch::end,
            EventBatch::waiting)
        .containsExactly(3, Long.MAX_VALUE, 5L, 1L << 40, 1L << 41);
    assertThat(back.events()).hasSameSizeAs(batch.events());
    for (int i = 0; i < back.events().size(); i++) {
      LoggedEvent sent = batch.events().get(i);
      LoggedEvent came = back.events().get(i);
      assertThat(came.offset()).isEqualTo(sent.offset());
      assertThat(came.event().data()).isEqualTo(sent.event().data());
      assertThat(came.event().attributes()).isEqualTo(sent.event().attributes());
    }
  }

  @Test
  void aBatchWithoutEventsKeepsItsRange() throws Exception {
    EventBatch batch = new EventBatch(0, 1, 2, 9, List.of(), 3);
    assertThat(roundTrip(batch)).isEqualTo(batch);
  }
}
