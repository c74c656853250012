package io.datahem.contracts.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.contracts.CaseFolder;
import io.datahem.contracts.ContractCheck;
import io.datahem.contracts.Finding;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.TestContracts;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A folder per rule, in it one per case. The file is {@code shop/v1/order.proto} unless its first
 * line says {@code // as PATH}. Today is 2026-07-01.
 */
class LintTest {
  private static final Lint LINT =
      new Lint(Clock.fixed(Instant.parse("2026-07-01T12:00:00Z"), ZoneOffset.UTC));

  static List<CaseFolder> folders() {
    return CaseFolder.below("lint");
  }

  @ParameterizedTest
  @MethodSource("folders")
  void saysWhatCouldBeBetter(CaseFolder folder) {
    folder.expect(check(folder));
  }

  static List<Finding> check(CaseFolder folder) {
    SourceFile source = folder.source("contract.proto", "shop/v1/order.proto");
    String first = source.text().lines().findFirst().orElse("");
    if (first.startsWith("// as ")) {
      source = new SourceFile(first.substring("// as ".length()), source.text());
    }
    return new ContractCheck(TestContracts.COMPILER)
        .linting(LINT)
        .check(List.of(source), Optional.empty());
  }

  @Test
  void everyRuleHasACaseThatBreaksIt() {
    Set<String> broken = new HashSet<>();
    for (CaseFolder folder : folders()) {
      String rule = folder.path().getParent().getFileName().toString();
      check(folder).stream()
          .map(Finding::code)
          .filter(code -> code.toLowerCase(Locale.ROOT).replace('_', '-').equals(rule))
          .forEach(broken::add);
    }
    Set<String> expected = new HashSet<>(Lint.codes());
    expected.addAll(Set.of("WAIVER_EXPIRED", "WAIVER_UNUSED", "WAIVER_INVALID"));
    assertThat(broken).containsAll(expected);
  }
}
