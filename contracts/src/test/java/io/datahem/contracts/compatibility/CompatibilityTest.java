package io.datahem.contracts.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FileDescriptor;
import io.datahem.contracts.Breakage;
import io.datahem.contracts.CaseFolder;
import io.datahem.contracts.ContractCheck;
import io.datahem.contracts.Finding;
import io.datahem.contracts.TestContracts;
import io.datahem.contracts.compile.Compilation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A folder per rule, in it one per case: {@code before.proto}, {@code after.proto}, in some a
 * version {@code between.proto}. What is expected: what a stream says by its default, then what a
 * bare schema says at level FULL with strict readers of JSON (with a version between: at BACKWARD,
 * so that it alone is compared).
 */
class CompatibilityTest {

  static List<CaseFolder> folders() {
    return CaseFolder.below("compatibility");
  }

  @ParameterizedTest
  @MethodSource("folders")
  void saysWhatAChangeBreaks(CaseFolder folder) {
    StringBuilder text = new StringBuilder();
    for (Finding finding : asStream(folder)) {
      text.append(finding.severity()).append(' ').append(finding).append('\n');
      Breakage breakage = finding.breakage();
      if (breakage != null) {
        text.append("  was ").append(place(breakage)).append('\n');
        breakage
            .byEvent()
            .forEach(
                (event, breaks) ->
                    text.append("  ").append(breaks).append(' ').append(event).append('\n'));
      }
    }
    text.append("--- as a schema\n");
    for (Finding finding : asSchema(folder)) {
      Breakage breakage = java.util.Objects.requireNonNull(finding.breakage());
      text.append(finding.code()).append('\n');
      breakage
          .byEvent()
          .forEach(
              (event, breaks) ->
                  text.append("  ").append(breaks).append(' ').append(event).append('\n'));
    }
    folder.expect(text.toString());
  }

  private static String place(Breakage breakage) {
    return breakage.before().file()
        + ":"
        + breakage.before().line()
        + ":"
        + breakage.before().column();
  }

  static List<Finding> asStream(CaseFolder folder) {
    String last = folder.has("between.proto") ? "between.proto" : "before.proto";
    return new ContractCheck(TestContracts.COMPILER)
        .check(
            List.of(folder.source("after.proto", "contract.proto")),
            Optional.of(List.of(folder.source(last, "contract.proto"))));
  }

  static List<Finding> asSchema(CaseFolder folder) {
    List<FileDescriptor> earlier = new ArrayList<>(List.of(compiled(folder, "before.proto")));
    CompatibilityLevel level = CompatibilityLevel.FULL;
    if (folder.has("between.proto")) {
      earlier.add(compiled(folder, "between.proto"));
      level = CompatibilityLevel.BACKWARD;
    }
    return SchemaCompatibility.check(
        level,
        EnumSet.of(Format.WIRE, Format.JSON, Format.JSON_STRICT),
        earlier,
        compiled(folder, "after.proto"));
  }

  static FileDescriptor compiled(CaseFolder folder, String name) {
    Compilation compilation = TestContracts.compile(folder.source(name, "contract.proto"));
    assertThat(compilation.findings()).filteredOn(Finding::isError).isEmpty();
    return compilation.files().get(0);
  }

  @Test
  void everyRuleHasACaseForEachDirectionThatItBreaks() {
    Map<String, Set<Break>> broken = new HashMap<>();
    for (CaseFolder folder : folders()) {
      String rule = folder.path().getParent().getFileName().toString();
      List<Finding> findings = new ArrayList<>(asStream(folder));
      findings.addAll(asSchema(folder));
      for (Finding finding : findings) {
        Breakage breakage = finding.breakage();
        if (breakage != null && folderOf(finding.code()).equals(rule)) {
          broken.computeIfAbsent(rule, none -> new HashSet<>()).addAll(breakage.breaks());
        }
      }
    }
    for (Rule<?> rule : CompatibilityCheck.rules()) {
      assertThat(broken.get(folderOf(rule.code()))).as(rule.code()).isEqualTo(rule.breaks());
    }
  }

  static String folderOf(String code) {
    return code.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
