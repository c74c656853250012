package io.datahem.collector;

import io.datahem.events.Event;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * An event as it stands in a spool file: its length, a checksum, and payload and attributes. A
 * record that a crash cut short is told by its length or its checksum.
 */
final class SpoolRecord {
  private static final int HEAD_BYTES = 2 * Integer.BYTES;

  static byte[] encode(Event event) {
    List<byte[]> texts = new ArrayList<>();
    event
        .attributes()
        .forEach(
            (name, value) -> {
              texts.add(name.getBytes(StandardCharsets.UTF_8));
              texts.add(value.getBytes(StandardCharsets.UTF_8));
            });
    int length = 2 * Integer.BYTES + event.data().length;
    for (byte[] text : texts) {
      length += Integer.BYTES + text.length;
    }
    ByteBuffer record = ByteBuffer.allocate(HEAD_BYTES + length);
    record.position(HEAD_BYTES);
    record.putInt(event.data().length).put(event.data()).putInt(texts.size());
    texts.forEach(text -> record.putInt(text.length).put(text));
    record.putInt(0, length).putInt(Integer.BYTES, checksum(record.array(), HEAD_BYTES, length));
    return record.array();
  }

  /** The events of a file, up to its end or to the record at which its writer died. */
  static List<Event> decode(byte[] file) {
    List<Event> events = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(file);
    while (in.remaining() >= HEAD_BYTES) {
      int length = in.getInt();
      int checksum = in.getInt();
      if (length <= 0
          || length > in.remaining()
          || checksum(file, in.position(), length) != checksum) {
        break;
      }
      events.add(event(in));
    }
    return events;
  }

  private static Event event(ByteBuffer in) {
    byte[] data = bytes(in);
    Map<String, String> attributes = new HashMap<>();
    for (int left = in.getInt(); left > 0; left -= 2) {
      attributes.put(text(in), text(in));
    }
    return new Event(data, attributes);
  }

  private static String text(ByteBuffer in) {
    return new String(bytes(in), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(ByteBuffer in) {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return bytes;
  }

  private static int checksum(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  private SpoolRecord() {}
}
