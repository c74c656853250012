package io.datahem.events;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Attributes of an event: an immutable map of few names, kept one after the other and found by
 * looking at each, as hashing names that are read anew with every event costs more.
 */
public final class AttributeMap extends AbstractMap<String, String> {
  /** With more names a hash table is used. */
  static final int MOST = 8;

  /** Names and their values in turn, in the order in which they came. */
  private final String[] texts;

  private AttributeMap(String[] texts) {
    this.texts = texts;
  }

  /** An immutable map of the same attributes. */
  static Map<String, String> copyOf(Map<String, String> attributes) {
    if (attributes instanceof AttributeMap) {
      return attributes;
    }
    if (attributes.size() > MOST) {
      return Map.copyOf(attributes);
    }
    Builder builder = new Builder();
    attributes.forEach(builder::put);
    return builder.build();
  }

  @Override
  public int size() {
    return texts.length / 2;
  }

  @Override
  public @Nullable String get(@Nullable Object name) {
    for (int i = 0; i < texts.length; i += 2) {
      if (texts[i].equals(name)) {
        return texts[i + 1];
      }
    }
    return null;
  }

  @Override
  public String getOrDefault(@Nullable Object name, String otherwise) {
    String value = get(name);
    return value == null ? otherwise : value;
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return get(name) != null;
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super String> action) {
    for (int i = 0; i < texts.length; i += 2) {
      action.accept(texts[i], texts[i + 1]);
    }
  }

  @Override
  public Set<Entry<String, String>> entrySet() {
    return new Entries();
  }

  private final class Entries extends AbstractSet<Entry<String, String>> {

    @Override
    public int size() {
      return AttributeMap.this.size();
    }

    @Override
    public Iterator<Entry<String, String>> iterator() {
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          return next < texts.length;
        }

        @Override
        public Entry<String, String> next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          next += 2;
          return Map.entry(texts[next - 2], texts[next - 1]);
        }
      };
    }
  }

  /**
   * Builds the attributes of one event after the other. A text that stands where an equal one stood
   * in the event before is that one, so whoever compares or hashes it has little to do. Not
   * thread-safe.
   */
  public static final class Builder {
    private final String[] texts = new String[2 * MOST];
    private String[] before = {};
    private int size;

    /** So many of the texts from the first on are names of the event before, in its order. */
    private int alike;

    private @Nullable Map<String, String> many;

    /** Adds an attribute; of one name the last is taken. */
    public void put(String name, String value) {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(value, "value");
      if (many != null) {
        many.put(name, value);
        return;
      }
      if (alike == size && size < before.length && before[size].equals(name)) {
        // Those before it are others, as the names of one event are.
        texts[size] = before[size];
        texts[size + 1] = known(size + 1, value);
        size += 2;
        alike = size;
        return;
      }
      int place = place(name);
      if (place == texts.length) {
        many = new HashMap<>();
        new AttributeMap(texts).forEach(many::put);
        many.put(name, value);
        return;
      }
      texts[place] = known(place, name);
      texts[place + 1] = known(place + 1, value);
      size = Math.max(size, place + 2);
    }

    /** Where a name stands, or would stand. */
    private int place(String name) {
      for (int i = 0; i < size; i += 2) {
        if (texts[i].equals(name)) {
          return i;
        }
      }
      return size;
    }

    private String known(int place, String text) {
      return place < before.length && before[place].equals(text) ? before[place] : text;
    }

    /** The attributes put since the last call, as an immutable map. */
    public Map<String, String> build() {
      int count = size;
      size = 0;
      alike = 0;
      if (many != null) {
        Map<String, String> all = Map.copyOf(many);
        many = null;
        return all;
      }
      before = Arrays.copyOf(texts, count);
      return new AttributeMap(before);
    }
  }
}
