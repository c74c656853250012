package io.datahem.connectors.iceberg.parquet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The different texts of a column, in the order they came. A text that is known is not turned into
 * bytes again. Not thread-safe.
 */
final class TextDictionary {
  private static final int FIRST_VALUES = 16;

  /** Of a dictionary without values; never written to. */
  private static final int[] NO_SLOTS = {0, 0};

  private static final int SPREAD = 0x9E3779B9;

  /** Beyond, somebody may have chosen texts that collide. */
  private static final int MAX_PROBES = 128;

  private final int maxValues;
  private final int maxBytes;

  /** Places of values plus one, by hash; zero is free. */
  private int[] slots = NO_SLOTS;

  private int shift = Integer.SIZE - 1;
  private @Nullable String[] texts = {};
  private int[] starts = {};
  private int size;
  private @Nullable String last;
  private int lastPlace;

  /** The texts as a dictionary page has them, each behind its length. */
  private final GrowingBytes encoded = new GrowingBytes();

  TextDictionary(int maxValues, int maxBytes) {
    this.maxValues = maxValues;
    this.maxBytes = maxBytes;
  }

  int size() {
    return size;
  }

  GrowingBytes encoded() {
    return encoded;
  }

  /** Where a text's length begins in {@link #encoded}; its bytes follow. */
  int start(int place) {
    return starts[place];
  }

  /** The text's place; -1 when it is another one and there is no room. */
  int place(String text) {
    if (text.equals(last)) {
      return lastPlace;
    }
    int slot = (text.hashCode() * SPREAD) >>> shift;
    int found = slots[slot] - 1;
    for (int probes = 0; found >= 0; probes++) {
      String known = texts[found];
      if (text.equals(known)) {
        last = known;
        lastPlace = found;
        return found;
      }
      if (probes == MAX_PROBES) {
        return -1;
      }
      slot = slot + 1 & slots.length - 1;
      found = slots[slot] - 1;
    }
    return size < maxValues ? put(text, slot) : -1;
  }

  private int put(String text, int slot) {
    if (size == texts.length) {
      grow();
      return place(text);
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > maxBytes - encoded.size - Integer.BYTES) {
      return -1;
    }
    starts[size] = encoded.size;
    encoded.putInt(bytes.length);
    encoded.put(bytes, 0, bytes.length);
    texts[size] = text;
    slots[slot] = size + 1;
    last = text;
    lastPlace = size;
    return size++;
  }

  private void grow() {
    texts = Arrays.copyOf(texts, Math.max(FIRST_VALUES, 2 * size));
    starts = Arrays.copyOf(starts, texts.length);
    slots = new int[2 * texts.length];
    shift = Integer.SIZE - Integer.numberOfTrailingZeros(slots.length);
    for (int i = 0; i < size; i++) {
      String text = texts[i];
      if (text == null) {
        throw new IllegalStateException("Cannot find text " + i + " of " + size);
      }
      int slot = (text.hashCode() * SPREAD) >>> shift;
      while (slots[slot] != 0) {
        slot = slot + 1 & slots.length - 1;
      }
      slots[slot] = i + 1;
    }
  }
}
