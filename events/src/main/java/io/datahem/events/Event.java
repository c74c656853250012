package io.datahem.events;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * One event as it came: bytes and string attributes. Immutable by contract: the bytes are not
 * copied, so neither the giver nor the taker may change them afterwards.
 */
public final class Event {
  private static final Utf8Text NONE = Utf8Text.of("");

  private final byte[] bytes;
  private final int from;
  private final int length;
  private final Map<String, String> attributes;

  /**
   * An event whose payload is an array of its own.
   *
   * @param data the payload, byte for byte as the producer sent it
   * @param attributes the envelope; see {@link Attributes} for the names DataHem sets
   */
  public Event(byte[] data, Map<String, String> attributes) {
    this(data, 0, data.length, attributes);
  }

  private Event(byte[] bytes, int from, int length, Map<String, String> attributes) {
    this.bytes = bytes;
    this.from = Objects.checkFromIndexSize(from, length, bytes.length);
    this.length = length;
    this.attributes = AttributeMap.copyOf(attributes);
  }

  /**
   * An event whose payload stands among other bytes. As long as it is held they are, too.
   *
   * @param bytes holds the payload
   * @param from where the payload starts
   * @param length its bytes
   * @param attributes the envelope
   * @throws IndexOutOfBoundsException when the payload does not stand within the bytes
   */
  public static Event within(byte[] bytes, int from, int length, Map<String, String> attributes) {
    return new Event(bytes, from, length, attributes);
  }

  /** The payload; a copy when it stands among other bytes. */
  public byte[] data() {
    return length == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, from + length);
  }

  /** How many bytes the payload has. */
  public int length() {
    return length;
  }

  /** The payload, and maybe other bytes around it: it starts at {@link #from()}. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the payload starts in {@link #bytes()}. */
  public int from() {
    return from;
  }

  /** The payload as a buffer over the same bytes. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes, from, length);
  }

  /** The envelope. */
  public Map<String, String> attributes() {
    return attributes;
  }

  /** The value of an attribute, or the empty string when the event does not carry it. */
  public String attribute(String name) {
    return attributes.getOrDefault(name, "");
  }

  /** The same without making characters of it. */
  public Utf8Text text(String name) {
    Utf8Text value =
        attributes instanceof AttributeMap few ? few.text(name) : Utf8Text.of(attribute(name));
    return value == null ? NONE : value;
  }

  /** How large it is; the payload is nobody's business. */
  @Override
  public String toString() {
    return "Event[" + length + " bytes, " + attributes.size() + " attributes]";
  }
}
