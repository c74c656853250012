package io.datahem.contracts;

import io.datahem.contracts.compatibility.Break;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a change from one version to the next breaks.
 *
 * @param before where the changed element stood; {@link Finding} has where it stands now
 * @param message the full name of the message that the examples are events of
 * @param examples who is broken, each by which event in JSON: as the old schema says it where data
 *     of the old breaks readers with the new (BACKWARD), as the new one says it otherwise; an empty
 *     text where no single event shows it
 */
public record Breakage(Place before, String message, Map<Break, String> examples) {

  public Breakage {
    Map<Break, String> ordered = new EnumMap<>(Break.class);
    ordered.putAll(examples);
    examples = Collections.unmodifiableMap(ordered);
  }

  /** Who is broken, by each event; an empty text where no single event shows it. */
  public Map<String, Set<Break>> byEvent() {
    Map<String, Set<Break>> byEvent = new TreeMap<>();
    examples.forEach(
        (whom, event) ->
            byEvent.computeIfAbsent(event, none -> EnumSet.noneOf(Break.class)).add(whom));
    return byEvent;
  }

  /** Everyone who is broken. */
  public Set<Break> breaks() {
    return examples.keySet();
  }
}
