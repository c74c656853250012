package io.datahem.contracts.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.contracts.CaseFolder;
import io.datahem.contracts.ContractCheck;
import io.datahem.contracts.Finding;
import io.datahem.contracts.TestContracts;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CompatibilityTest {

  static List<CaseFolder> folders() {
    return CaseFolder.below("compatibility");
  }

  @ParameterizedTest
  @MethodSource("folders")
  void saysWhatAChangeBreaks(CaseFolder folder) {
    List<Finding> findings =
        new ContractCheck(TestContracts.COMPILER)
            .check(
                List.of(folder.source("after.proto", "contract.proto")),
                Optional.of(List.of(folder.source("before.proto", "contract.proto"))));
    folder.expect(findings);
  }

  @Test
  void everyRuleHasACaseThatBreaksIt() {
    Set<String> rulesWithCases = new HashSet<>();
    for (CaseFolder folder : folders()) {
      rulesWithCases.add(folder.path().getParent().getFileName().toString());
    }
    assertThat(CompatibilityCheck.rules())
        .extracting(rule -> rule.code().toLowerCase(Locale.ROOT).replace('_', '-'))
        .isSubsetOf(rulesWithCases);
  }
}
