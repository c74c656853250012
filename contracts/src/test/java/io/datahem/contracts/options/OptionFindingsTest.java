package io.datahem.contracts.options;

import io.datahem.contracts.CaseFolder;
import io.datahem.contracts.ContractCheck;
import io.datahem.contracts.TestContracts;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptionFindingsTest {

  static List<CaseFolder> folders() {
    return CaseFolder.below("options");
  }

  @ParameterizedTest
  @MethodSource("folders")
  void saysWhatAnOptionCannotBe(CaseFolder folder) {
    folder.expect(
        new ContractCheck(TestContracts.COMPILER)
            .check(List.of(folder.source("contract.proto", "contract.proto")), Optional.empty()));
  }
}
