package io.datahem.contracts;

import io.datahem.contracts.compatibility.CompatibilityCheck;
import io.datahem.contracts.compile.Compilation;
import io.datahem.contracts.compile.ContractCompiler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a push would say, without a registry: whether files are valid, and whether they keep the
 * readers of other files whole. Thread-safe.
 */
public final class ContractCheck {
  private final ContractCompiler compiler;

  public ContractCheck(ContractCompiler compiler) {
    this.compiler = compiler;
  }

  /**
   * Every problem at once.
   *
   * @param files the contracts as they are to be
   * @param against the contracts as they are, empty to check the files alone
   */
  public List<Finding> check(List<SourceFile> files, Optional<List<SourceFile>> against) {
    List<Finding> findings = new ArrayList<>();
    List<Contract> after = read(over(against.orElse(List.of()), files), findings);
    if (against.isEmpty() || findings.stream().anyMatch(Finding::isError)) {
      return List.copyOf(findings);
    }
    List<Finding> earlier = new ArrayList<>();
    List<Contract> before = read(against.get(), earlier);
    if (earlier.stream().anyMatch(Finding::isError)) {
      findings.add(
          Finding.error(
              "AGAINST_INVALID",
              Place.NONE,
              "Cannot compare: what to compare with has errors of its own, the first is "
                  + earlier.stream().filter(Finding::isError).findFirst().orElseThrow(),
              "Compare with contracts that were valid."));
      return List.copyOf(findings);
    }
    compare(before, after, findings);
    return List.copyOf(findings);
  }

  /** What is live, with the files in the place of their elders: as a push is taken. */
  private static List<SourceFile> over(List<SourceFile> live, List<SourceFile> files) {
    if (files.isEmpty()) {
      return files;
    }
    Map<String, SourceFile> merged = new LinkedHashMap<>();
    live.forEach(file -> merged.put(file.path(), file));
    files.forEach(file -> merged.put(file.path(), file));
    return List.copyOf(merged.values());
  }

  private List<Contract> read(List<SourceFile> files, List<Finding> findings) {
    Compilation compilation = compiler.compile(files);
    findings.addAll(compilation.findings());
    if (!compilation.ok()) {
      return List.of();
    }
    ContractReader.Result result = ContractReader.read(compilation);
    findings.addAll(result.findings());
    return result.contracts();
  }

  private static void compare(List<Contract> before, List<Contract> after, List<Finding> findings) {
    Map<String, String> messages = new LinkedHashMap<>();
    before.forEach(contract -> messages.put(contract.stream(), contract.messageName()));
    findings.addAll(CompatibilityCheck.streams(messages, after));
    for (Contract old : before) {
      after.stream()
          .filter(now -> now.messageName().equals(old.messageName()))
          .filter(now -> now.stream().equals(old.stream()))
          .findFirst()
          .ifPresent(now -> findings.addAll(CompatibilityCheck.check(List.of(old), now)));
    }
  }
}
