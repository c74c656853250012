package io.datahem.contracts.decode;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The field that takes all attributes of the event: what the payload says of it is left aside. */
final class AttributesValue extends ValuePlan {
  private static final WireTag KEY = WireTag.delimited(1);
  private static final WireTag VALUE = WireTag.delimited(2);

  private final WireTag tag;

  AttributesValue(WireTag tag) {
    this.tag = tag;
  }

  @Override
  boolean takesNull() {
    return true;
  }

  @Override
  @Nullable Object read(DecodeRun run, boolean rows) {
    run.in.skipValue();
    return null;
  }

  /**
   * Takes the attributes.
   *
   * @param out where the field's entries are written; null when nobody asks for them
   * @return the attributes as the column takes them, null when there are none
   */
  @Nullable Map<String, String> take(Map<String, String> attributes, @Nullable WireSink out) {
    if (attributes.isEmpty()) {
      return null;
    }
    if (out != null) {
      for (Map.Entry<String, String> entry : attributes.entrySet()) {
        out.tag(tag);
        int start = out.open(1);
        text(out, KEY, entry.getKey());
        text(out, VALUE, entry.getValue());
        out.close(start, 1);
      }
    }
    return attributes;
  }

  private static void text(WireSink out, WireTag tag, String text) {
    out.tag(tag);
    int start = out.open(1);
    int length = text.length();
    byte[] room = out.room(length);
    int all = 0;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      room[start + i] = (byte) c;
      all |= c;
    }
    if (all < 0x80) {
      out.advance(length);
    } else {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.bytes(bytes, 0, bytes.length);
    }
    out.close(start, 1);
  }
}
