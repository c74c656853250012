package io.datahem.contracts;

import io.datahem.contracts.compatibility.CompatibilityCheck;
import io.datahem.contracts.compatibility.CompatibilityLevel;
import io.datahem.contracts.compile.Compilation;
import io.datahem.contracts.compile.ContractCompiler;
import io.datahem.contracts.lint.Lint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a push would say, without a registry: whether files are valid, and whether they keep the
 * readers of other files whole. Thread-safe.
 */
public final class ContractCheck {
  private final ContractCompiler compiler;
  private final @Nullable Lint lint;
  private final @Nullable CompatibilityLevel level;

  /** A check without lint, by the level of streams that set none. */
  public ContractCheck(ContractCompiler compiler) {
    this(compiler, null, null);
  }

  private ContractCheck(
      ContractCompiler compiler, @Nullable Lint lint, @Nullable CompatibilityLevel level) {
    this.compiler = compiler;
    this.lint = lint;
    this.level = level;
  }

  /** The same, which says too what could be better. */
  public ContractCheck linting(Lint with) {
    return new ContractCheck(compiler, with, level);
  }

  /** The same, by a level. */
  public ContractCheck at(CompatibilityLevel asked) {
    return new ContractCheck(compiler, lint, asked);
  }

  /**
   * Every problem at once.
   *
   * @param files the contracts as they are to be
   * @param against the contracts as they are, empty to check the files alone
   */
  public List<Finding> check(List<SourceFile> files, Optional<List<SourceFile>> against) {
    List<Finding> findings = new ArrayList<>();
    List<Contract> after = read(over(against.orElse(List.of()), files), files, findings);
    if (against.isEmpty() || findings.stream().anyMatch(Finding::isError)) {
      return List.copyOf(findings);
    }
    List<Finding> earlier = new ArrayList<>();
    List<Contract> before = read(against.get(), List.of(), earlier);
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

  /**
   * Compiles and reads.
   *
   * @param linted those of the files that lint looks at
   */
  private List<Contract> read(
      List<SourceFile> files, List<SourceFile> linted, List<Finding> findings) {
    Compilation compilation = compiler.compile(files);
    findings.addAll(compilation.findings());
    if (!compilation.ok()) {
      return List.of();
    }
    ContractReader.Result result = ContractReader.read(compilation);
    findings.addAll(result.findings());
    if (lint != null && !linted.isEmpty()) {
      List<Finding> all = lint.check(linted, compilation, findings);
      findings.clear();
      findings.addAll(all);
    }
    return result.contracts();
  }

  private void compare(List<Contract> before, List<Contract> after, List<Finding> findings) {
    Map<String, String> messages = new LinkedHashMap<>();
    before.forEach(contract -> messages.put(contract.stream(), contract.messageName()));
    findings.addAll(CompatibilityCheck.streams(messages, after));
    for (Contract old : before) {
      after.stream()
          .filter(now -> now.messageName().equals(old.messageName()))
          .filter(now -> now.stream().equals(old.stream()))
          .findFirst()
          .ifPresent(now -> findings.addAll(compare(old, now)));
    }
  }

  private List<Finding> compare(Contract old, Contract now) {
    return level == null
        ? CompatibilityCheck.check(List.of(old), now)
        : CompatibilityCheck.check(level, List.of(old), now);
  }
}
