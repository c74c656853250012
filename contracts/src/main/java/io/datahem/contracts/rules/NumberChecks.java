package io.datahem.contracts.rules;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The rules of numbers and enums, which all types name alike. */
final class NumberChecks {
  private static final Set<String> KNOWN =
      Set.of("const", "lt", "lte", "gt", "gte", "in", "not_in", "finite", "example");

  private final String type;
  private final Map<String, Object> rules;
  private final Comparator<Object> order;

  private NumberChecks(String type, Map<String, Object> rules, Comparator<Object> order) {
    this.type = type;
    this.rules = rules;
    this.order = order;
  }

  /**
   * Compiles them.
   *
   * @param type what the rules are called, e.g. {@code int32}
   * @param rules those of the type
   * @return empty when there are others than the common ones
   */
  static Optional<List<ValueCheck>> compile(String type, Message rules) {
    Map<String, Object> byName = new TreeMap<>();
    for (Map.Entry<FieldDescriptor, Object> rule : rules.getAllFields().entrySet()) {
      if (!KNOWN.contains(rule.getKey().getName())) {
        return Optional.empty();
      }
      byName.put(rule.getKey().getName(), value(rule.getKey(), rule.getValue()));
    }
    if (!rules.getUnknownFields().asMap().isEmpty()) {
      return Optional.empty();
    }
    boolean unsigned = type.startsWith("uint") || type.startsWith("fixed");
    return Optional.of(new NumberChecks(type, byName, order(unsigned)).checks());
  }

  private static Comparator<Object> order(boolean unsigned) {
    // Zeros of either sign are equal, as they are in arithmetic; NaN is asked for before.
    return (a, b) ->
        a instanceof Long first && b instanceof Long second
            ? unsigned ? Long.compareUnsigned(first, second) : Long.compare(first, second)
            : Double.compare((Double) a + 0.0, (Double) b + 0.0);
  }

  private static Object value(FieldDescriptor rule, Object value) {
    return value instanceof List<?> list
        ? list.stream().map(each -> single(rule, each)).toList()
        : single(rule, value);
  }

  private static Object single(FieldDescriptor rule, Object value) {
    if (value instanceof Integer number) {
      boolean unsigned =
          rule.getType() == FieldDescriptor.Type.UINT32
              || rule.getType() == FieldDescriptor.Type.FIXED32;
      return unsigned ? Integer.toUnsignedLong(number) : (long) number;
    }
    return value instanceof Float number ? (Object) (double) number : value;
  }

  private List<ValueCheck> checks() {
    List<ValueCheck> checks = new ArrayList<>();
    Object only = rules.get("const");
    if (only != null) {
      checks.add(broken("const", value -> isNaN(value) || !same(value, only)));
    }
    bounds(checks);
    if (rules.get("in") instanceof List<?> in) {
      checks.add(broken("in", value -> isNaN(value) || !contains(in, value)));
    }
    if (rules.get("not_in") instanceof List<?> out) {
      checks.add(broken("not_in", value -> !isNaN(value) && contains(out, value)));
    }
    if (Boolean.TRUE.equals(rules.get("finite"))) {
      checks.add(broken("finite", value -> !Double.isFinite((Double) value)));
    }
    return checks;
  }

  private void bounds(List<ValueCheck> checks) {
    boolean overOnly = rules.containsKey("gt");
    boolean underOnly = rules.containsKey("lt");
    Object least = rules.get(overOnly ? "gt" : "gte");
    Object most = rules.get(underOnly ? "lt" : "lte");
    String over = least == null ? "" : overOnly ? "gt" : "gte";
    String under = most == null ? "" : underOnly ? "lt" : "lte";
    if (least == null && most == null) {
      return;
    }
    String between = least == null || most == null ? "" : "_";
    // With the upper bound under the lower one, values between the two are what is forbidden.
    boolean outside = least != null && most != null && order.compare(most, least) < 0;
    checks.add(
        broken(
            over + between + under + (outside ? "_exclusive" : ""),
            value -> {
              boolean above = least == null || isAbove(value, least, overOnly);
              boolean below = most == null || isAbove(most, value, underOnly);
              return isNaN(value) || (outside ? !above && !below : !above || !below);
            }));
  }

  private boolean isAbove(Object value, Object bound, boolean strictly) {
    return order.compare(value, bound) >= (strictly ? 1 : 0);
  }

  private boolean same(Object a, Object b) {
    return order.compare(a, b) == 0;
  }

  private boolean contains(List<?> list, Object value) {
    return list.stream().anyMatch(each -> !isNaN(each) && same(each, value));
  }

  private static boolean isNaN(Object value) {
    return value instanceof Double number && number.isNaN();
  }

  private ValueCheck broken(String rule, Predicate<Object> isBroken) {
    return ValueCheck.of(type + "." + rule, isBroken);
  }
}
