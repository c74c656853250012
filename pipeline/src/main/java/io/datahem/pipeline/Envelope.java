package io.datahem.pipeline;

import io.datahem.contracts.decode.Decoding;
import io.datahem.contracts.decode.EventDecoder;
import io.datahem.contracts.decode.Rfc3339;
import io.datahem.events.Attributes;
import io.datahem.events.Event;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;

/**
 * A logged event with what its attributes say, read once.
 *
 * @param partition its log partition
 * @param offset its offset there
 * @param event the event
 * @param stream the name it was sent to, empty when it says none
 * @param id its id; its position when it carries none
 * @param collected when it was collected; the epoch when its attributes do not say it
 */
record Envelope(
    int partition, long offset, Event event, String stream, String id, Instant collected) {

  static Envelope of(int partition, long offset, Event event) {
    String source = event.attribute(Attributes.SOURCE);
    String stream = source.isEmpty() ? event.attribute(Attributes.TOPIC) : source;
    String uuid = event.attribute(Attributes.UUID);
    String id = uuid.isEmpty() ? partition + "-" + offset : uuid;
    return new Envelope(
        partition, offset, event, stream, id, instant(event.attribute(Attributes.TIMESTAMP)));
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

  private static Instant instant(String text) {
    if (text.isEmpty()) {
      return Instant.EPOCH;
    }
    // As nearly all are written, at a tenth of what a formatter costs.
    Instant usual = Rfc3339.parse(text);
    if (usual != null) {
      return usual;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
