package io.datahem.contracts.infer;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a field's texts have in common. Not thread-safe. */
final class TextStats {
  private final InferenceLimits limits;
  private final Set<TextFormat> formats = EnumSet.allOf(TextFormat.class);
  private final Map<String, Long> values = new LinkedHashMap<>();
  private boolean more;
  private long count;
  private long empty;
  private @Nullable String prefix;
  private int minChars = Integer.MAX_VALUE;
  private int maxChars;

  TextStats(InferenceLimits limits) {
    this.limits = limits;
  }

  void observe(String text) {
    count++;
    if (text.isEmpty()) {
      empty++;
      return;
    }
    formats.removeIf(format -> !format.matches(text));
    remember(text, 1);
    prefix = commonPrefix(text);
    minChars = Math.min(minChars, text.length());
    maxChars = Math.max(maxChars, text.length());
  }

  private void remember(String text, long times) {
    boolean fits = text.length() <= limits.maxRememberedChars();
    if (fits && (values.size() < limits.maxDistinctValues() || values.containsKey(text))) {
      values.merge(text, times, Long::sum);
    } else {
      more = true;
    }
  }

  private String commonPrefix(String text) {
    String known = prefix;
    int most = Math.min(known == null ? text.length() : known.length(), 4 * 80);
    int same = 0;
    while (same < Math.min(most, text.length())
        && (known == null || known.charAt(same) == text.charAt(same))) {
      same++;
    }
    return text.substring(0, same);
  }

  void merge(TextStats other) {
    count += other.count;
    empty += other.empty;
    more |= other.more;
    other.values.forEach(this::remember);
    if (other.hasText()) {
      formats.retainAll(other.formats);
      prefix = commonPrefix(String.valueOf(other.prefix));
      minChars = Math.min(minChars, other.minChars);
      maxChars = Math.max(maxChars, other.maxChars);
    }
  }

  long count() {
    return count;
  }

  long empty() {
    return empty;
  }

  /** True when not all are empty. */
  boolean hasText() {
    return count > empty;
  }

  /** The format of all that are not empty. */
  Optional<TextFormat> format() {
    return hasText() ? formats.stream().findFirst() : Optional.empty();
  }

  /** The column's type, when it is not text. */
  Optional<String> columnType() {
    return format().flatMap(TextFormat::columnType);
  }

  boolean is(TextFormat format) {
    return hasText() && formats.contains(format);
  }

  /** Distinct texts that are not empty and how often each was seen, in the order they came. */
  Map<String, Long> values() {
    return values;
  }

  /** True when there are other texts than {@link #values}. */
  boolean hasMore() {
    return more;
  }

  /** What all begin with, at most 320 characters. */
  String prefix() {
    return prefix == null ? "" : prefix;
  }

  /** Their length, when all have the same. */
  Optional<Integer> fixedChars() {
    return minChars == maxChars ? Optional.of(maxChars) : Optional.empty();
  }
}
