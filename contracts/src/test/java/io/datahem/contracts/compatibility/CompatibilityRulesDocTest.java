package io.datahem.contracts.compatibility;

import io.datahem.contracts.Breakage;
import io.datahem.contracts.CaseFolder;
import io.datahem.contracts.Finding;
import io.datahem.contracts.GeneratedDoc;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/compatibility-rules.md} is made of the rules and of the first case of each. */
class CompatibilityRulesDocTest {
  private static final String HEAD =
      """
      # Compatibility rules

      Made of the rules in `contracts/compatibility` and of the cases in `contracts/src/test/resources/compatibility`; a test says when it is not what they give, and how to make it anew.

      **Who can break.** *BACKWARD*: a reader with the new version, of data written with the old one. *FORWARD*: a reader with the old version, of data written with the new one. Each is judged for four ways that data takes: the *wire* (protobuf's binary encoding), *JSON* (to a reader that passes over what it does not know), *strict JSON* (to one that refuses it) and the *table* (its columns, its old rows and the queries on it).

      **Levels.** `NONE`, `BACKWARD`, `FORWARD` and `FULL` (both) compare with the last version; their `_TRANSITIVE` forms with every one. At every level but `NONE` the table is compared with every version, because it has the columns of all. At every level that looks backward, what an older or a deleted version gave away is not free again (`…_REVIVED`).

      **Streams** are at `FULL_TRANSITIVE` for the wire, JSON and the table, with one leave: what fields hold may grow (marked *growth*; a wider integer, a further enum value). They keep promises too (marked *promise*): what loses nothing yet, and lets a later change do so. **Other subjects** are at the level that is set, for the wire and JSON, without promises.

      Types are compared by their structure: a type that is moved to another file, re-ordered or renamed with all who use it is the same type.

      | rule | kind | breaks backward | breaks forward | why |
      |---|---|---|---|---|
      """;

  @Test
  void thePageIsWhatTheRulesSay() {
    StringBuilder page = new StringBuilder(HEAD);
    List<Rule<?>> rules = CompatibilityCheck.rules();
    for (Rule<?> rule : rules) {
      page.append(
          "| [%s](#%s) | %s | %s | %s | %s |%n"
              .formatted(
                  rule.code(),
                  rule.code().toLowerCase(Locale.ROOT),
                  kind(rule),
                  formats(rule, true),
                  formats(rule, false),
                  GeneratedDoc.cell(rule.why())));
    }
    for (Rule<?> rule : rules) {
      page.append("%n## %s%n%n%s **Instead:** %s%n".formatted(rule.code(), rule.why(), rule.fix()));
      example(rule).ifPresent(page::append);
    }
    GeneratedDoc.expect("compatibility-rules.md", page.toString());
  }

  private static String kind(Rule<?> rule) {
    return rule.kind().name().toLowerCase(Locale.ROOT);
  }

  private static String formats(Rule<?> rule, boolean backward) {
    Set<Format> formats = EnumSet.noneOf(Format.class);
    rule.breaks().stream()
        .filter(each -> each.backward() == backward)
        .forEach(each -> formats.add(each.format()));
    return formats.stream()
        .map(format -> format.name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .collect(Collectors.joining(", "));
  }

  private static Optional<String> example(Rule<?> rule) {
    return CompatibilityTest.folders().stream()
        .filter(
            folder -> folder.path().getParent().endsWith(CompatibilityTest.folderOf(rule.code())))
        .map(folder -> example(rule, folder))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> example(Rule<?> rule, CaseFolder folder) {
    Optional<Finding> finding = find(rule, CompatibilityTest.asStream(folder));
    if (finding.isEmpty()) {
      finding = find(rule, CompatibilityTest.asSchema(folder));
    }
    return finding.map(found -> example(folder, found));
  }

  private static Optional<Finding> find(Rule<?> rule, List<Finding> findings) {
    return findings.stream().filter(finding -> finding.code().equals(rule.code())).findFirst();
  }

  private static String example(CaseFolder folder, Finding finding) {
    StringBuilder text = new StringBuilder("\n```diff\n");
    String before = folder.source("before.proto", "").text();
    String after = folder.source("after.proto", "").text();
    if (folder.has("between.proto")) {
      String between = folder.source("between.proto", "").text();
      text.append(GeneratedDoc.diff(before, between)).append("then\n");
      before = between;
    }
    text.append(GeneratedDoc.diff(before, after)).append("```\n\n```\n");
    text.append(finding).append('\n');
    Breakage breakage = finding.breakage();
    if (breakage != null) {
      breakage
          .byEvent()
          .forEach(
              (event, whom) ->
                  text.append(
                      "    breaks "
                          + whom.stream().map(Break::name).collect(Collectors.joining(", "))
                          + (event.isEmpty() ? "" : " by " + breakage.message() + " " + event)
                          + "\n"));
    }
    return text.append("```\n").toString();
  }
}
