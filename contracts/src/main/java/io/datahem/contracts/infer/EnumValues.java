package io.datahem.contracts.infer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An enum, where there is evidence of one and it takes the very texts seen: the decoder knows a
 * value by its protobuf name alone, so the texts have to be such names already ({@code
 * STATUS_PAID}). Other vocabularies stay text, which the comment lists.
 *
 * @param name the enum's name
 * @param values its values' names, the one for 0 first
 */
record EnumValues(String name, List<String> values) {
  private static final int MIN_TEXTS = 20;
  private static final int MIN_TEXTS_PER_VALUE = 4;
  private static final int MAX_VALUES = 16;

  EnumValues {
    values = List.copyOf(values);
  }

  /** The enum of a field's texts. */
  static Optional<EnumValues> of(String fieldName, TextStats texts) {
    List<String> seen = new ArrayList<>(texts.values().keySet());
    boolean evidence =
        !texts.hasMore()
            && texts.empty() == 0
            && texts.count() >= Math.max(MIN_TEXTS, MIN_TEXTS_PER_VALUE * seen.size())
            && seen.size() >= 2
            && seen.size() <= MAX_VALUES;
    Optional<String> prefix =
        evidence ? prefix(fieldName.toUpperCase(Locale.ROOT) + "_", seen) : Optional.empty();
    return prefix.map(
        p -> {
          String zero = p + "UNSPECIFIED";
          seen.remove(zero);
          seen.sort(null);
          seen.add(0, zero);
          return new EnumValues(Words.pascal(p.toLowerCase(Locale.ROOT)), seen);
        });
  }

  /** What all begin with, when it ends with the field's name. */
  private static Optional<String> prefix(String end, List<String> seen) {
    int at = seen.get(0).indexOf(end);
    if (at < 0) {
      return Optional.empty();
    }
    String prefix = seen.get(0).substring(0, at + end.length());
    boolean all =
        seen.stream()
            .allMatch(
                text ->
                    text.startsWith(prefix)
                        && text.substring(prefix.length()).matches("[A-Z][A-Z0-9_]{0,60}"));
    return all && prefix.matches("([A-Z][A-Z0-9]*_)+") ? Optional.of(prefix) : Optional.empty();
  }
}
