package io.datahem.pipeline;

import io.datahem.contracts.decode.Decoding;
import io.datahem.contracts.decode.EventDecoder;
import io.datahem.events.Attributes;
import io.datahem.events.Event;
import io.datahem.events.Utf8Text;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;

/**
 * A logged event with what its attributes say, read once.
 *
 * @param partition its log partition
 * @param offset its offset there
 * @param event the event
 * @param stream the name it was sent to, empty when it says none
 * @param idText its id; its position when it carries none
 * @param collected when it was collected; the epoch when its attributes do not say it
 */
record Envelope(
    int partition,
    long offset,
    Event event,
    String stream,
    CharSequence idText,
    Instant collected) {

  /**
   * What an event's attributes say.
   *
   * @param times reads the time that they say
   */
  static Envelope of(int partition, long offset, Event event, CollectionTimes times) {
    String source = event.attribute(Attributes.SOURCE);
    String stream = source.isEmpty() ? event.attribute(Attributes.TOPIC) : source;
    Utf8Text uuid = event.text(Attributes.UUID);
    CharSequence id = uuid.isEmpty() ? partition + "-" + offset : uuid;
    return new Envelope(
        partition, offset, event, stream, id, times.read(event.text(Attributes.TIMESTAMP)));
  }

  String id() {
    return idText.toString();
  }

  /** What a decoder makes of it. */
  Decoding decode(EventDecoder decoder) {
    return decoder.decode(event.bytes(), event.from(), event.length(), event.attributes());
  }

  /** Its payload, as a column of bytes takes it. */
  ByteBuffer data() {
    return event.buffer();
  }

  Map<String, String> attributes() {
    return event.attributes();
  }

  String attribute(String name) {
    return event.attribute(name);
  }

  /** True when the log may hold the id again. */
  boolean mayBeRepeated() {
    return !event.attribute(Attributes.ID_ORIGIN).isEmpty();
  }

  /** Hours since 1970 of its collection: its place in the books. */
  long hour() {
    return Math.floorDiv(collected.getEpochSecond(), 3600L);
  }
}
