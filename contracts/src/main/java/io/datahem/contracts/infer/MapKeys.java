package io.datahem.contracts.infer;

import io.datahem.contracts.infer.ValueShape.Kind;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether the keys of objects are data instead of names: then they are a map. Either all keys look
 * like data, or there are many, of equal values, and most objects have few of them.
 */
final class MapKeys {
  /**
   * So many distinct keys in several objects are data when each object has a fifth of them at most,
   * or less than half while most keys come once: of a fixed vocabulary, such as of permissions,
   * some object has many, and most keys come again.
   */
  private static final int MANY_KEYS = 20;

  /** So many keys in one object are data when the values are equal in shape. */
  private static final int MANY_KEYS_OF_ONE_OBJECT = 100;

  /** Each value's object has at least this share of the keys of all of them. */
  private static final double EQUAL_SHARE = 0.6;

  /** What keys may look like. */
  private enum Look {
    UUIDS("UUIDs", 1, TextFormat.UUID::matches),
    DATES("dates", 1, text -> TextFormat.DATE.matches(text) || TextFormat.TIMESTAMP.matches(text)),
    URLS("URLs", 1, TextFormat.URL::matches),
    ADDRESSES("e-mail addresses", 1, TextFormat.EMAIL::matches),
    PATHS(
        "paths",
        1,
        matching("[^/\\s]*(/[^/\\s]+)+/?|[^/\\s]+\\.[A-Za-z0-9]{1,8}"),
        key -> key.indexOf('/') >= 0),
    NUMBERS("numbers", 2, matching("[0-9]{1,40}")),
    HASHES("hashes", 1, matching("(?=[^a-f]*[a-f])(?=[^0-9]*[0-9])[0-9a-f]{16,128}")),
    LOCALES("languages", 2, matching("[a-z]{2}[-_][A-Z]{2}")),
    IDS("ids", 2, matching("[A-Za-z]{1,20}[-_:]?[0-9]{3,40}"));

    final String description;
    final int leastKeys;

    // Nothing but compiled patterns and parsers, which are immutable.
    @SuppressWarnings("ImmutableEnumChecker")
    final Predicate<String> test;

    /** At least one key is like that. */
    // Nothing but a comparison.
    @SuppressWarnings("ImmutableEnumChecker")
    final Predicate<String> telling;

    Look(String description, int leastKeys, Predicate<String> test) {
      this(description, leastKeys, test, key -> true);
    }

    Look(String description, int leastKeys, Predicate<String> test, Predicate<String> telling) {
      this.description = description;
      this.leastKeys = leastKeys;
      this.test = test;
      this.telling = telling;
    }

    private static Predicate<String> matching(String regex) {
      return Pattern.compile(regex).asMatchPredicate();
    }
  }

  /** Turns every object below whose keys are data into a map, the outermost first. */
  static void findBelow(ObjectShape shape) {
    shape.fields().values().forEach(MapKeys::find);
    shape.mapValue().ifPresent(MapKeys::find);
  }

  private static void find(ValueShape value) {
    ObjectShape object = value.object();
    if (object != null) {
      if (areData(object)) {
        object.collapse();
      }
      findBelow(object);
    }
    ValueShape element = value.element();
    if (element != null) {
      find(element);
    }
  }

  private static boolean areData(ObjectShape object) {
    return look(object.fields().keySet()).isPresent() || areMany(object);
  }

  /** What all keys look like, for people; empty when they look like names. */
  static Optional<String> look(Set<String> keys) {
    for (Look look : Look.values()) {
      if (keys.size() >= look.leastKeys
          && keys.stream().allMatch(look.test)
          && keys.stream().anyMatch(look.telling)) {
        return Optional.of(look.description);
      }
    }
    return Optional.empty();
  }

  private static boolean areMany(ObjectShape object) {
    Map<String, ValueShape> fields = object.fields();
    long seen = fields.values().stream().mapToLong(ValueShape::count).sum();
    long possible = object.count() * fields.size();
    long once = fields.values().stream().filter(value -> value.count() == 1).count();
    boolean sparse =
        fields.size() >= MANY_KEYS
            && object.count() >= 2
            && (seen * 5 <= possible || (seen * 2 < possible && once * 2 > fields.size()));
    boolean wide = object.count() == 1 && fields.size() >= MANY_KEYS_OF_ONE_OBJECT;
    return (sparse || wide) && areEqual(fields.values());
  }

  private static boolean areEqual(Collection<ValueShape> values) {
    @Nullable Set<Kind> kinds = null;
    Set<String> keys = new HashSet<>();
    for (ValueShape value : values) {
      if (value.kinds().size() != 1 || (kinds != null && !kinds.equals(value.kinds()))) {
        return false;
      }
      kinds = value.kinds();
      ObjectShape object = value.object();
      if (object != null) {
        keys.addAll(object.fields().keySet());
      }
    }
    List<ObjectShape> objects =
        values.stream().map(ValueShape::object).filter(Objects::nonNull).toList();
    return objects.stream().allMatch(object -> object.fields().size() >= EQUAL_SHARE * keys.size());
  }

  private MapKeys() {}
}
