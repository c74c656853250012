package io.datahem.contracts.compatibility;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether one set of constraints refuses what another lets pass. Bounds, lengths and lists of
 * values are compared; of all else (patterns, expressions) only equal ones are known to be no
 * stricter.
 */
final class Stricter {
  private final Map<String, Object> writer;
  private final Map<String, Object> reader;

  private Stricter(Map<String, Object> writer, Map<String, Object> reader) {
    this.writer = writer;
    this.reader = reader;
  }

  /** A rule of the reader that refuses what the writer's let pass; empty when there is none. */
  static Optional<String> rule(Map<String, Object> writer, Map<String, Object> reader) {
    Stricter stricter = new Stricter(writer, reader);
    return reader.keySet().stream().filter(stricter::refuses).findFirst();
  }

  private boolean refuses(String rule) {
    Object asked = reader.get(rule);
    if (asked == null || asked.equals(writer.get(rule)) || asked.equals("false")) {
      return false;
    }
    String prefix = rule.substring(0, rule.lastIndexOf('.') + 1);
    return switch (rule.substring(prefix.length())) {
          case "gt", "gte" -> isInverted(prefix) || isTighter(prefix, "gt", "gte", 1);
          case "lt", "lte" -> isInverted(prefix) || isTighter(prefix, "lt", "lte", -1);
          case "min_len", "min_bytes", "min_items", "min_pairs" ->
              isLonger(rule, exact(rule, prefix), 1);
          case "max_len", "max_bytes", "max_items", "max_pairs" ->
              isLonger(rule, exact(rule, prefix), -1);
          case "in", "const" -> !allowed(reader, prefix).containsAll(needed(prefix));
          case "not_in" -> !isCovered(prefix, rule);
          case "ignore" -> false;
          default -> true;
        }
        || losesZero(prefix);
  }

  /** A zero that the writer's rules pass over and the reader's do not. */
  private boolean losesZero(String prefix) {
    String rule = prefix + "ignore";
    String passed = "IGNORE_IF_ZERO_VALUE";
    return passed.equals(writer.get(rule)) && !passed.equals(reader.get(rule));
  }

  /** Bounds that leave out what is between them: compared as they stand. */
  private boolean isInverted(String prefix) {
    return isInverted(writer, prefix) || isInverted(reader, prefix);
  }

  private static boolean isInverted(Map<String, Object> rules, String prefix) {
    BigDecimal low = number(rules, prefix + "gt", number(rules, prefix + "gte", null));
    BigDecimal high = number(rules, prefix + "lt", number(rules, prefix + "lte", null));
    return low != null && high != null && low.compareTo(high) > 0;
  }

  private boolean isTighter(String prefix, String open, String closed, int sign) {
    BigDecimal asked = number(reader, prefix + open, number(reader, prefix + closed, null));
    BigDecimal kept = number(writer, prefix + open, number(writer, prefix + closed, null));
    if (asked == null || kept == null) {
      return true;
    }
    int compared = asked.compareTo(kept) * sign;
    return compared > 0
        || (compared == 0
            && reader.containsKey(prefix + open)
            && writer.containsKey(prefix + closed));
  }

  private static String exact(String rule, String prefix) {
    return prefix + (rule.endsWith("_bytes") ? "len_bytes" : "len");
  }

  private boolean isLonger(String rule, String exact, int sign) {
    BigDecimal kept = number(writer, rule, number(writer, exact, null));
    BigDecimal asked = number(reader, rule, null);
    return kept == null || asked == null || asked.compareTo(kept) * sign > 0;
  }

  private static Set<Object> allowed(Map<String, Object> rules, String prefix) {
    Object only = rules.get(prefix + "const");
    return only != null ? Set.of(only) : new HashSet<>(values(rules, prefix + "in"));
  }

  /** The values that the writer may write; one that nobody has when it may write any. */
  private Set<Object> needed(String prefix) {
    Set<Object> needed = allowed(writer, prefix);
    return needed.isEmpty() ? Set.of("any other") : needed;
  }

  private boolean isCovered(String prefix, String rule) {
    Set<Object> left = new HashSet<>(values(reader, rule));
    left.removeAll(values(writer, rule));
    Set<Object> allowed = allowed(writer, prefix);
    return left.isEmpty() || (!allowed.isEmpty() && left.stream().noneMatch(allowed::contains));
  }

  private static Set<?> values(Map<String, Object> rules, String rule) {
    return rules.get(rule) instanceof Set<?> values ? values : Set.of();
  }

  private static @Nullable BigDecimal number(
      Map<String, Object> rules, String rule, @Nullable BigDecimal otherwise) {
    try {
      return rules.get(rule) instanceof String text ? new BigDecimal(text) : otherwise;
    } catch (NumberFormatException e) {
      return otherwise; // not a number, and infinite: no bound
    }
  }
}
