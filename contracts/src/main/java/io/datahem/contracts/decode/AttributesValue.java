package io.datahem.contracts.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

  /** The attributes as the column holds them, null when there are none. */
  static @Nullable Object row(Map<String, String> attributes) {
    if (attributes.isEmpty()) {
      return null;
    }
    @Nullable Object[] entries = new Object[attributes.size()];
    int size = 0;
    for (Map.Entry<String, String> entry : attributes.entrySet()) {
      entries[size++] = new Object[] {entry.getKey(), entry.getValue()};
    }
    return Arrays.asList(entries);
  }

  /** Writes the attributes as the field's entries. */
  void write(WireSink out, Map<String, String> attributes) {
    attributes.forEach(
        (key, value) -> {
          out.tag(tag);
          int start = out.open(1);
          text(out, KEY, key);
          text(out, VALUE, value);
          out.close(start, 1);
        });
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
