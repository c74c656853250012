package io.datahem.events;

import java.util.Map;
import java.util.Objects;

/**
 * One event as it came: bytes and string attributes. Immutable by contract: the bytes are not
 * copied, so neither the giver nor the taker may change them afterwards.
 *
 * @param data the payload, byte for byte as the producer sent it
 * @param attributes the envelope; see {@link Attributes} for the names DataHem sets
 */
public record Event(byte[] data, Map<String, String> attributes) {

  public Event {
    Objects.requireNonNull(data, "data");
    attributes = AttributeMap.copyOf(attributes);
  }

  /** The value of an attribute, or the empty string when the event does not carry it. */
  public String attribute(String name) {
    return attributes.getOrDefault(name, "");
  }
}
