package io.datahem.contracts.decode;

import io.datahem.contracts.decode.Decoding.Rejected;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Where JsonFormat and we differ, and why we are right. We are never the more lenient one. */
final class Explanations {
  private static final List<Explanation> ALL =
      List.of(
          of("a member or key twice: JsonFormat takes the last one", "JSON_DUPLICATE_FIELD", ".*"),
          of("not RFC 8259: JsonFormat's parser forgives", "JSON_MALFORMED", ".*"),
          of("half a pair of surrogates: no Unicode text", "JSON_INVALID_UTF8", "a lone surrogate"),
          of("a list for its only element", "FIELD_WRONG_TYPE", "a list"),
          of("a number or bool for a string", "FIELD_WRONG_TYPE", "(number|bool) .*"),
          of("a string for a bool", "FIELD_WRONG_TYPE", "string \"(true|false)\""),
          of("an enum's number in a string", "ENUM_UNKNOWN", "string \"[+-]?[0-9].*"),
          of(
              "a number in a string, not by JSON's grammar",
              "FIELD_INVALID_FORMAT",
              "string \"[ +-]?[0-9]+ ?\""),
          of("a number beyond a double", "FIELD_OUT_OF_RANGE", "number .*[eE].*"),
          new Explanation(
              "a timestamp not by RFC 3339",
              rejected -> rejected.expected().startsWith("an RFC 3339 timestamp")),
          new Explanation(
              "a duration finer than nanoseconds or not by its grammar",
              rejected -> rejected.expected().startsWith("a duration")),
          new Explanation(
              "a field mask that has no names to stand for",
              rejected -> rejected.expected().startsWith("a field mask")));

  private record Explanation(String text, Predicate<Rejected> covers) {}

  private static Explanation of(String text, String code, String found) {
    return new Explanation(
        text, rejected -> rejected.code().name().equals(code) && rejected.found().matches(found));
  }

  /** Why we reject what JsonFormat takes; null when nothing explains it. */
  static @Nullable String of(Rejected ours) {
    return ALL.stream()
        .filter(explanation -> explanation.covers.test(ours))
        .map(Explanation::text)
        .findFirst()
        .orElse(null);
  }

  private Explanations() {}
}
