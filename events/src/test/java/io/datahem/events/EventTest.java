package io.datahem.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EventTest {
  private static final byte[] BYTES = {9, 1, 2, 3, 9};

  @Test
  void aPayloadOfItsOwnIsNotCopied() {
    Event event = new Event(BYTES, Map.of("uuid", "1"));
    assertThat(event.data()).isSameAs(BYTES);
    assertThat(event.bytes()).isSameAs(BYTES);
    assertThat(event.from()).isZero();
    assertThat(event.length()).isEqualTo(5);
    assertThat(event.attribute("uuid")).isEqualTo("1");
    assertThat(event.attribute("key")).isEmpty();
  }

  @Test
  void aPayloadAmongOtherBytesIsOnlyItself() {
    Event event = Event.within(BYTES, 1, 3, Map.of());
    assertThat(event.data()).containsExactly(1, 2, 3);
    assertThat(event.buffer()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    assertThat(event.length()).isEqualTo(3);
    assertThat(event.bytes()).isSameAs(BYTES);
    assertThat(event).hasToString("Event[3 bytes, 0 attributes]");
    assertThat(Event.within(BYTES, 5, 0, Map.of()).data()).isEmpty();
  }

  @Test
  void aPayloadDoesNotReachPastTheBytes() {
    assertThatThrownBy(() -> Event.within(BYTES, 3, 3, Map.of()))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Event.within(BYTES, -1, 3, Map.of()))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
