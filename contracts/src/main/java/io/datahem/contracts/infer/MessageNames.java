package io.datahem.contracts.infer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names message types: after what their objects call themselves in {@code type}, after what their
 * keys have in common, or after the key they are most easily found at.
 */
final class MessageNames {
  private static final Pattern TYPE_NAME = Pattern.compile("[A-Z][A-Za-z0-9]{1,40}");
  private static final double MOST = 0.6;

  private final Map<ObjectShape, String> names = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  private MessageNames(Set<String> taken) {
    taken.forEach(name -> this.taken.add(name.toLowerCase(Locale.ROOT)));
  }

  /**
   * Names each message, no two alike in more than case.
   *
   * @param messages those that others know first
   * @param taken names that are none of them to have
   */
  static Map<ObjectShape, String> of(List<ObjectShape> messages, Set<String> taken) {
    MessageNames names = new MessageNames(taken);
    messages.forEach(names::name);
    return names.names;
  }

  private void name(ObjectShape message) {
    for (String candidate : candidates(message)) {
      if (taken.add(candidate.toLowerCase(Locale.ROOT))) {
        names.put(message, candidate);
        return;
      }
    }
    throw new IllegalStateException("The numbers never end");
  }

  private static Iterable<String> candidates(ObjectShape message) {
    String base = base(message);
    Place place = message.places().get(0);
    List<String> candidates = new ArrayList<>(List.of(base));
    place
        .parent()
        .filter(parent -> parent.depth() > 0)
        .ifPresent(parent -> candidates.add(joined(type(parent), base)));
    candidates.add(joined(withoutEvent(place.message()), base));
    candidates.add(base + "Details");
    return () ->
        Stream.concat(candidates.stream(), Stream.iterate(2, n -> n + 1).map(n -> base + n))
            .iterator();
  }

  /**
   * {@code IssueComment}, not {@code IssueCommentComment}; {@code Change}, not {@code
   * ChangesChange}.
   */
  private static String joined(String before, String base) {
    boolean repeats =
        before.endsWith(base) || type(Words.singular(Words.snake(before))).endsWith(base);
    return repeats ? type(Words.singular(Words.snake(before))) : before + base;
  }

  private static String withoutEvent(String message) {
    return message.endsWith("Event") && message.length() > 5
        ? message.substring(0, message.length() - 5)
        : message;
  }

  private static String base(ObjectShape message) {
    List<String> keys =
        message.places().stream().map(MessageNames::name).distinct().sorted().toList();
    Optional<String> own = ownName(message);
    if (own.isPresent() && (keys.size() > 1)) {
      return own.get();
    }
    if (keys.size() == 1) {
      return type(keys.get(0));
    }
    String end = Words.commonEnd(keys);
    if (!end.isEmpty() && !Character.isDigit(end.charAt(0))) {
      return type(end);
    }
    return type(parentOfMost(message).map(Words::singular).orElse(name(bestPlace(message))));
  }

  /** The plural that the object is called which holds most of the places. */
  private static Optional<String> parentOfMost(ObjectShape message) {
    Map<String, Long> times = new TreeMap<>();
    message
        .places()
        .forEach(
            place ->
                place
                    .parent()
                    .filter(parent -> parent.depth() > 0)
                    .ifPresent(parent -> times.merge(name(parent), 1L, Long::sum)));
    return times.entrySet().stream()
        .filter(parent -> !Words.singular(parent.getKey()).equals(parent.getKey()))
        .filter(parent -> parent.getValue() >= MOST * message.places().size())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** What most of the objects say in {@code type}. */
  private static Optional<String> ownName(ObjectShape message) {
    ValueShape type = message.fields().get("type");
    TextStats texts = type == null ? null : type.texts();
    if (texts == null || texts.hasMore()) {
      return Optional.empty();
    }
    return texts.values().entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .filter(value -> value.getValue() >= MOST * message.count())
        .map(Map.Entry::getKey)
        .filter(name -> TYPE_NAME.matcher(name).matches());
  }

  /** The place with the fewest keys before it, of the name that is found most often. */
  private static Place bestPlace(ObjectShape message) {
    return message.places().stream()
        .min(
            Comparator.comparingInt(Place::depth)
                .thenComparing(place -> -times(name(place), message))
                .thenComparing(place -> name(place).length())
                .thenComparing(place -> name(place)))
        .orElseThrow();
  }

  private static int times(String name, ObjectShape message) {
    return (int) message.places().stream().filter(place -> name(place).equals(name)).count();
  }

  /** What the place calls one object. */
  private static String name(Place place) {
    boolean ofMap = place.key().equals("*");
    String key = ofMap ? place.parent().map(Place::key).orElse("entry") : place.key();
    String name = Words.snake(key).isEmpty() ? "entry" : Words.snake(key);
    return ofMap || place.list() ? Words.singular(name) : name;
  }

  private static String type(Place place) {
    return type(name(place));
  }

  private static String type(String snake) {
    return Words.pascal(snake);
  }
}
