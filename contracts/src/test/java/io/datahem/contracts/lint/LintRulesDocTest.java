package io.datahem.contracts.lint;

import io.datahem.contracts.CaseFolder;
import io.datahem.contracts.Finding;
import io.datahem.contracts.GeneratedDoc;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** {@code docs/lint-rules.md} is made of the rules and of the first case of each. */
class LintRulesDocTest {
  private static final String HEAD =
      """
      # Lint rules

      Made of the rules in `contracts/lint` and of the cases in `contracts/src/test/resources/lint`; a test says when it is not what they give, and how to make it anew.

      `datahem contract check` says them beside what cannot be pushed at all. A warning fails nothing. A comment before an element, or on its line, allows one rule for that element and all that is in it; before `syntax` or `edition`, for the file. It needs a reason and a day, after which the rule speaks again:

      ```proto
      // datahem:allow FIELD_LOWER_SNAKE_CASE the till's firmware has this name until 2027-01-31
      string orderId = 1;
      ```

      | rule | severity | why | for example |
      |---|---|---|---|
      """;

  /** What is said while contracts and waivers are read, and can be met by the same means. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "OWNER_MISSING", "Somebody has to answer for a contract.",
          "WAIVER_EXPIRED", "What was allowed for a time is not allowed for ever.",
          "WAIVER_INVALID", "A waiver needs a rule, a reason and a day.",
          "WAIVER_UNUSED", "A waiver of nothing hides what comes later.");

  @Test
  void thePageIsWhatTheRulesSay() {
    Map<String, Finding> examples = new TreeMap<>();
    for (CaseFolder folder : LintTest.folders()) {
      LintTest.check(folder).forEach(finding -> examples.putIfAbsent(finding.code(), finding));
    }
    StringBuilder page = new StringBuilder(HEAD);
    Lint.rules().forEach(rule -> row(page, rule.code(), rule.why(), examples));
    new TreeMap<>(OTHERS).forEach((code, why) -> row(page, code, why, examples));
    GeneratedDoc.expect("lint-rules.md", page.toString());
  }

  private static void row(
      StringBuilder page, String code, String why, Map<String, Finding> examples) {
    Finding example = examples.get(code);
    if (example == null) {
      throw new AssertionError("no case says " + code);
    }
    page.append(
        "| %s | %s | %s | %s |%n"
            .formatted(
                code,
                example.severity().name().toLowerCase(Locale.ROOT),
                GeneratedDoc.cell(why),
                GeneratedDoc.cell(example.message())));
  }
}
