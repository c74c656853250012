package io.datahem.contracts.rules;

import build.buf.validate.StringRules;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The rules of texts. Patterns are RE2's, whose time grows with the text and not with its choices.
 */
final class TextChecks {
  private static final Pattern EMAIL =
      Pattern.compile(
          "^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
              + "(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$");
  private static final Pattern UUID =
      Pattern.compile(
          "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$");
  private static final Set<String> KNOWN =
      Set.of(
          "const",
          "len",
          "min_len",
          "max_len",
          "len_bytes",
          "min_bytes",
          "max_bytes",
          "pattern",
          "prefix",
          "suffix",
          "contains",
          "not_contains",
          "in",
          "not_in",
          "email",
          "uuid",
          "example");

  private final List<ValueCheck> checks = new ArrayList<>();

  private TextChecks() {}

  /**
   * Compiles them.
   *
   * @return empty when there are others than the common ones
   */
  static Optional<List<ValueCheck>> compile(StringRules rules) {
    boolean known =
        rules.getAllFields().keySet().stream().allMatch(rule -> KNOWN.contains(rule.getName()));
    if (!known || !rules.getUnknownFields().asMap().isEmpty()) {
      return Optional.empty();
    }
    TextChecks texts = new TextChecks();
    texts.lengths(rules);
    texts.contents(rules);
    texts.formats(rules);
    return Optional.of(texts.checks);
  }

  private void lengths(StringRules rules) {
    add(rules.hasLen(), "len", text -> points(text) != rules.getLen());
    add(rules.hasMinLen(), "min_len", text -> isOver(rules.getMinLen(), points(text)));
    add(rules.hasMaxLen(), "max_len", text -> isOver(points(text), rules.getMaxLen()));
    add(rules.hasLenBytes(), "len_bytes", text -> bytes(text) != rules.getLenBytes());
    add(rules.hasMinBytes(), "min_bytes", text -> isOver(rules.getMinBytes(), bytes(text)));
    add(rules.hasMaxBytes(), "max_bytes", text -> isOver(bytes(text), rules.getMaxBytes()));
  }

  private void contents(StringRules rules) {
    add(rules.hasConst(), "const", text -> !text.equals(rules.getConst()));
    add(rules.hasPrefix(), "prefix", text -> !text.startsWith(rules.getPrefix()));
    add(rules.hasSuffix(), "suffix", text -> !text.endsWith(rules.getSuffix()));
    add(rules.hasContains(), "contains", text -> !text.contains(rules.getContains()));
    add(rules.hasNotContains(), "not_contains", text -> text.contains(rules.getNotContains()));
    Set<String> in = Set.copyOf(rules.getInList());
    add(!in.isEmpty(), "in", text -> !in.contains(text));
    Set<String> out = Set.copyOf(rules.getNotInList());
    add(!out.isEmpty(), "not_in", out::contains);
  }

  private void formats(StringRules rules) {
    if (rules.hasPattern()) {
      Pattern pattern = pattern(rules.getPattern());
      add(true, "pattern", text -> !pattern.matcher(text).find());
    }
    format(rules.getEmail(), "email", EMAIL);
    format(rules.getUuid(), "uuid", UUID);
  }

  private static Pattern pattern(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "Cannot compile pattern '"
              + text
              + "': "
              + e.getDescription()
              + ", expected RE2's syntax",
          e);
    }
  }

  private void format(boolean wanted, String rule, Pattern pattern) {
    add(wanted, rule, text -> !text.isEmpty() && !pattern.matches(text));
    add(wanted, rule + "_empty", String::isEmpty);
  }

  private void add(boolean wanted, String rule, Predicate<String> isBroken) {
    if (wanted) {
      checks.add(ValueCheck.of("string." + rule, value -> isBroken.test((String) value)));
    }
  }

  private static boolean isOver(long value, long bound) {
    return Long.compareUnsigned(value, bound) > 0;
  }

  private static long points(String text) {
    return text.codePointCount(0, text.length());
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
