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
 * looking at each, as hashing names that are read anew with every event costs more. Values that
 * came as UTF-8 are no {@link String} before somebody asks for one.
 */
public final class AttributeMap extends AbstractMap<String, String> {
  /** With more names a hash table is used. */
  static final int MOST = 8;

  /** In the order in which they came. */
  private final String[] names;

  private final Utf8Text[] values;

  private AttributeMap(String[] names, Utf8Text[] values) {
    this.names = names;
    this.values = values;
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
    return names.length;
  }

  /** The name at a place, from 0. */
  public String name(int place) {
    return names[place];
  }

  /** The value at a place, from 0. */
  public Utf8Text value(int place) {
    return values[place];
  }

  /** True when the names are known to be the same in the same order; another's may be, too. */
  public boolean isNamedAs(AttributeMap other) {
    return names == other.names;
  }

  /** The value of a name, null when there is none. */
  @Nullable Utf8Text text(@Nullable Object name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return values[i];
      }
    }
    return null;
  }

  @Override
  public @Nullable String get(@Nullable Object name) {
    Utf8Text value = text(name);
    return value == null ? null : value.toString();
  }

  @Override
  public String getOrDefault(@Nullable Object name, String otherwise) {
    String value = get(name);
    return value == null ? otherwise : value;
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return text(name) != null;
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super String> action) {
    for (int i = 0; i < names.length; i++) {
      action.accept(names[i], values[i].toString());
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
          return next < names.length;
        }

        @Override
        public Entry<String, String> next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          int place = next++;
          return Map.entry(names[place], values[place].toString());
        }
      };
    }
  }

  /**
   * Builds the attributes of one event after the other. What stands where its equal stood in the
   * event before is that one, so whoever compares or hashes it has little to do. Not thread-safe.
   */
  public static final class Builder {
    private final String[] names = new String[MOST];
    private final Utf8Text[] values = new Utf8Text[MOST];
    private AttributeMap before = new AttributeMap(new String[0], new Utf8Text[0]);
    private int size;

    /** So many of the names from the first on are those of the event before. */
    private int alike;

    private @Nullable Map<String, String> many;

    /** Adds an attribute; of one name the last is taken. */
    public void put(String name, String value) {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(value, "value");
      int place = place(name);
      if (many == null) {
        boolean known = place < before.size() && before.value(place).toString().equals(value);
        values[place] = known ? before.value(place) : Utf8Text.of(value);
      } else {
        many.put(name, value);
      }
    }

    /**
     * Adds an attribute; of one name the last is taken.
     *
     * @param value UTF-8, which is not copied
     */
    public void put(String name, byte[] value) {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(value, "value");
      int place = place(name);
      if (many == null) {
        boolean known = place < before.size() && before.value(place).isOf(value);
        values[place] = known ? before.value(place) : Utf8Text.of(value);
      } else {
        many.put(name, Utf8Text.of(value).toString());
      }
    }

    /** Where a name stands, or stands from now on; meaningless when there are many. */
    private int place(String name) {
      if (many != null) {
        return MOST;
      }
      if (alike == size && size < before.size() && before.name(size).equals(name)) {
        // Those before it are others, as the names of one event are.
        names[size] = before.name(size);
        alike = size + 1;
        return size++;
      }
      for (int i = 0; i < size; i++) {
        if (names[i].equals(name)) {
          return i;
        }
      }
      if (size == MOST) {
        many = new HashMap<>();
        for (int i = 0; i < size; i++) {
          many.put(names[i], values[i].toString());
        }
        return MOST;
      }
      names[size] = name;
      return size++;
    }

    /** The attributes put since the last call, as an immutable map. */
    public Map<String, String> build() {
      int count = size;
      boolean same = alike == count && count == before.size();
      size = 0;
      alike = 0;
      if (many != null) {
        Map<String, String> all = Map.copyOf(many);
        many = null;
        return all;
      }
      before =
          new AttributeMap(
              same ? before.names : Arrays.copyOf(names, count), Arrays.copyOf(values, count));
      return before;
    }
  }
}
