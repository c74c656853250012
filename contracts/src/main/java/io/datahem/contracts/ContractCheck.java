package io.datahem.contracts;

import io.datahem.contracts.CheckReport.Waived;
import io.datahem.contracts.compatibility.CompatibilityCheck;
import io.datahem.contracts.compatibility.CompatibilityLevel;
import io.datahem.contracts.compile.Compilation;
import io.datahem.contracts.compile.ContractCompiler;
import io.datahem.contracts.compile.MovedFiles;
import io.datahem.contracts.lint.Lint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
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
    return report(files, against).findings();
  }

  /**
   * Every problem at once, and what is waived.
   *
   * @param files the contracts as they are to be
   * @param against the contracts as they are, empty to check the files alone
   */
  public CheckReport report(List<SourceFile> files, Optional<List<SourceFile>> against) {
    // Both trees at once: to compile them is most of the work.
    Optional<CompletableFuture<Earlier>> earlier =
        against.map(old -> CompletableFuture.supplyAsync(() -> earlier(old)));
    Draft draft = new Draft();
    List<Contract> after = draft.read(files, against.orElse(List.of()));
    Optional<Earlier> before = earlier.map(ContractCheck::join);
    if (before.isPresent() && draft.ok()) {
      draft.compare(before.get(), after);
    }
    return draft.report();
  }

  /**
   * The same without comparing: files that may import what is there already.
   *
   * @param files the contracts as they are to be
   * @param live what they are pushed over
   */
  public CheckReport reportOver(List<SourceFile> files, List<SourceFile> live) {
    Draft draft = new Draft();
    draft.read(files, live);
    return draft.report();
  }

  /** What is compared with. */
  private record Earlier(List<Contract> contracts, List<Finding> findings) {}

  private static Earlier join(CompletableFuture<Earlier> earlier) {
    try {
      return earlier.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException known ? known : e;
    }
  }

  private Earlier earlier(List<SourceFile> against) {
    Compilation compilation = compiler.compileToCompareWith(against);
    List<Finding> findings = new ArrayList<>(compilation.findings());
    if (!compilation.ok()) {
      return new Earlier(List.of(), findings);
    }
    ContractReader.Result result = ContractReader.read(compilation);
    findings.addAll(result.findings());
    return new Earlier(result.contracts(), findings);
  }

  /** One check on its way. */
  private final class Draft {
    private final List<Finding> findings = new ArrayList<>();
    private List<Waived> waived = List.of();

    boolean ok() {
      return findings.stream().noneMatch(Finding::isError);
    }

    CheckReport report() {
      return new CheckReport(findings, waived);
    }

    List<Contract> read(List<SourceFile> files, List<SourceFile> live) {
      Compilation compilation = compile(files, live);
      findings.addAll(compilation.findings());
      if (!compilation.ok()) {
        return List.of();
      }
      ContractReader.Result result = ContractReader.read(compilation);
      findings.addAll(result.findings());
      Set<String> paths = files.stream().map(SourceFile::path).collect(Collectors.toSet());
      findings.removeIf(finding -> !finding.isError() && !paths.contains(finding.file()));
      if (lint != null) {
        CheckReport linted = lint.check(files, compilation, findings);
        findings.clear();
        findings.addAll(linted.findings());
        waived = linted.waived();
      }
      return result.contracts();
    }

    void compare(Earlier before, List<Contract> after) {
      Optional<Finding> wrong = before.findings.stream().filter(Finding::isError).findFirst();
      if (wrong.isPresent()) {
        findings.add(
            Finding.error(
                "AGAINST_INVALID",
                Place.NONE,
                "Cannot compare: what to compare with has errors of its own, the first is "
                    + wrong.get(),
                "Compare with contracts that were valid."));
        return;
      }
      findings.addAll(breaks(before.contracts, after));
    }
  }

  /**
   * The files in the place of their elders, as a push is taken: once more without what they have
   * put elsewhere, when that fails.
   */
  private Compilation compile(List<SourceFile> files, List<SourceFile> live) {
    Map<String, SourceFile> merged = new LinkedHashMap<>();
    if (!files.isEmpty()) {
      live.forEach(file -> merged.put(file.path(), file));
      files.forEach(file -> merged.put(file.path(), file));
    }
    Compilation compilation = compiler.compileToCheck(List.copyOf(merged.values()));
    if (compilation.ok() || merged.size() == files.size()) {
      return compilation;
    }
    List<SourceFile> moved = new MovedFiles(compiler).emptied(live, files);
    if (moved.isEmpty()) {
      return compilation;
    }
    moved.forEach(file -> merged.put(file.path(), file));
    return compiler.compileToCheck(List.copyOf(merged.values()));
  }

  private List<Finding> breaks(List<Contract> before, List<Contract> after) {
    Map<String, String> messages = new LinkedHashMap<>();
    before.forEach(contract -> messages.put(contract.stream(), contract.messageName()));
    Map<String, Contract> now = new LinkedHashMap<>();
    after.forEach(contract -> now.put(contract.stream(), contract));
    List<Finding> breaks = new ArrayList<>(CompatibilityCheck.streams(messages, after));
    before.parallelStream()
        .map(old -> breaks(old, now.get(old.stream())))
        .toList()
        .forEach(breaks::addAll);
    return breaks;
  }

  private List<Finding> breaks(Contract old, @Nullable Contract now) {
    if (now == null || !now.messageName().equals(old.messageName())) {
      return List.of();
    }
    return level == null
        ? CompatibilityCheck.check(List.of(old), now)
        : CompatibilityCheck.check(level, List.of(old), now);
  }
}
