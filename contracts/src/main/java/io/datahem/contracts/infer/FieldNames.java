package io.datahem.contracts.infer;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Names the fields of one message after their keys. A field's name, JSON name and key belong to it
 * alone, since the decoder takes a value by any of them; names differ in more than case, since the
 * columns have to.
 */
final class FieldNames {
  private final Map<String, Named> byKey = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> jsonNames = new HashSet<>();

  /**
   * A field's names.
   *
   * @param name the field's own
   * @param jsonName the JSON name to declare; empty when the decoder knows the key without
   */
  record Named(String name, Optional<String> jsonName) {}

  private FieldNames() {}

  /** Names a field a key. */
  static Map<String, Named> of(Collection<String> keys) {
    FieldNames fields = new FieldNames();
    Set<String> all = Set.copyOf(keys);
    // Whoever is called what it would be named keeps its name.
    keys.stream().filter(key -> Words.snake(key).equals(key)).forEach(key -> fields.name(key, all));
    keys.stream()
        .filter(key -> !fields.byKey.containsKey(key))
        .forEach(key -> fields.name(key, all));
    Map<String, Named> inOrder = new LinkedHashMap<>();
    keys.forEach(key -> inOrder.put(key, Objects.requireNonNull(fields.byKey.get(key))));
    return inOrder;
  }

  private void name(String key, Set<String> keys) {
    String base = Words.snake(key).isEmpty() ? "field" : Words.snake(key);
    String name = base;
    for (int i = 2; !isFree(name, key, keys); i++) {
      name = base + "_" + i;
    }
    names.add(name);
    String byDefault = jsonName(name);
    boolean known = key.equals(byDefault) || (key.equals(name) && !isTaken(byDefault, key, keys));
    String jsonName = known ? byDefault : key;
    jsonNames.add(jsonName);
    byKey.put(key, new Named(name, known ? Optional.empty() : Optional.of(key)));
  }

  private boolean isFree(String name, String key, Set<String> keys) {
    boolean others = keys.contains(name) && !name.equals(key);
    return !names.contains(name) && !jsonNames.contains(name) && !others;
  }

  private boolean isTaken(String jsonName, String key, Set<String> keys) {
    boolean others = keys.contains(jsonName) && !jsonName.equals(key);
    return others || jsonNames.contains(jsonName) || names.contains(jsonName);
  }

  /** The JSON name that protobuf derives: {@code html_url} has {@code htmlUrl}. */
  private static String jsonName(String name) {
    StringBuilder json = new StringBuilder();
    boolean upper = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '_') {
        upper = true;
      } else {
        json.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return json.toString();
  }
}
