package io.datahem.contracts;

import io.datahem.contracts.compatibility.CompatibilityCheck;
import io.datahem.contracts.compile.Compilation;
import io.datahem.contracts.compile.ContractCompiler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks sources without a registry: what a push of them would say. */
public final class ContractCheck {

  /**
   * Every problem of a directory's files.
   *
   * @param files what is to be pushed
   * @param against what is live, empty for nothing
   */
  public static List<Finding> check(
      ContractCompiler compiler, List<SourceFile> files, List<SourceFile> against) {
    Map<String, SourceFile> merged = new HashMap<>();
    against.forEach(file -> merged.put(file.path(), file));
    files.forEach(file -> merged.put(file.path(), file));
    Compilation compilation =
        compiler.compile(files.isEmpty() ? files : List.copyOf(merged.values()));
    List<Finding> findings = new ArrayList<>(compilation.findings());
    if (!compilation.ok()) {
      return findings;
    }
    ContractReader.Result after = ContractReader.read(compilation);
    findings.addAll(after.findings());
    if (!against.isEmpty()) {
      findings.addAll(breaks(compiler, against, after.contracts()));
    }
    return findings;
  }

  private static List<Finding> breaks(
      ContractCompiler compiler, List<SourceFile> against, List<Contract> after) {
    Compilation live = compiler.compile(against);
    if (!live.ok()) {
      return live.findings();
    }
    Map<String, Contract> byStream = new HashMap<>();
    after.forEach(contract -> byStream.put(contract.stream(), contract));
    List<Finding> findings = new ArrayList<>();
    for (Contract before : ContractReader.read(live).contracts()) {
      Contract now = byStream.get(before.stream());
      if (now != null) {
        findings.addAll(CompatibilityCheck.check(before, now));
      }
    }
    return findings;
  }

  private ContractCheck() {}
}
