package io.datahem.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.datahem.contracts.CheckReport;
import io.datahem.contracts.CheckReport.Waived;
import io.datahem.contracts.ContractCheck;
import io.datahem.contracts.Finding;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.compatibility.CompatibilityLevel;
import io.datahem.contracts.compile.ContractCompiler;
import io.datahem.contracts.lint.Lint;
import io.datahem.registry.client.RegistryClient;
import io.datahem.registry.client.RegistryClient.Answer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code datahem contract check}: whether contracts compile, how they could be better, and whom
 * they break. A registry judges by all its versions; a directory is the one version before.
 */
@Command(
    name = "check",
    description =
        "Say every problem of a directory of .proto files, and whom a change breaks by which event."
            + " No server is asked unless --registry names one.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:no errors; there may be warnings",
      "1:errors",
      "2:wrong usage, or DIR is no directory",
      "4:the registry does not answer"
    })
final class CheckCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "where the contracts are")
  private Path directory = Path.of("");

  @ArgGroup private @Nullable Baseline baseline;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description =
          "what every stream has to keep, of ${COMPLETION-CANDIDATES} (default: FULL_TRANSITIVE,"
              + " but what fields hold may grow)")
  private @Nullable CompatibilityLevel level;

  @Option(
      names = "--format",
      description = "of ${COMPLETION-CANDIDATES} (default: TEXT); SARIF is 2.1.0")
  private Format format = Format.TEXT;

  /** What to compare with. */
  private static final class Baseline {
    @Option(names = "--against", paramLabel = "DIR", description = "compare with a directory")
    private @Nullable Path against;

    @Option(
        names = "--registry",
        paramLabel = "URL",
        description = "compare with what is live, and with every version that was")
    private @Nullable String registry;
  }

  /** How it answers. */
  private enum Format {
    TEXT,
    JSON,
    SARIF
  }

  /** A registry that would not say. */
  private static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Answer answer;

    RefusedException(Answer answer) {
      super("refused");
      this.answer = answer;
    }
  }

  @Override
  public Integer call() {
    List<SourceFile> files = Sources.under(directory);
    CheckReport report;
    try (ContractCompiler compiler = ContractCompiler.open()) {
      ContractCheck check = new ContractCheck(compiler).linting(new Lint(Clock.systemUTC()));
      report = check(files, level == null ? check : check.at(level));
    } catch (RefusedException e) {
      Output.refusal(e.answer);
      return ExitCodes.CHECK_FAILED;
    }
    print(report);
    return report.ok() ? ExitCodes.DONE : ExitCodes.CHECK_FAILED;
  }

  private CheckReport check(List<SourceFile> files, ContractCheck check) throws RefusedException {
    if (baseline != null && baseline.registry != null) {
      return against(new RegistryClient(baseline.registry), files, check);
    }
    return check.report(
        files, Optional.ofNullable(baseline).map(chosen -> chosen.against).map(Sources::under));
  }

  /** Lints here; what breaks is the registry's to say, as it would of a push. */
  private CheckReport against(RegistryClient registry, List<SourceFile> files, ContractCheck check)
      throws RefusedException {
    List<SourceFile> live = new ArrayList<>();
    for (JsonNode file : answered(registry.sources()).path("files")) {
      live.add(new SourceFile(file.path("path").asText(), file.path("text").asText()));
    }
    CheckReport report = check.reportOver(files, live);
    if (!report.ok()) {
      return report;
    }
    Answer rehearsed = level == null ? registry.push(files, true) : registry.rehearse(files, level);
    if (rehearsed.ok()) {
      return report;
    }
    List<Finding> findings = new ArrayList<>(report.findings());
    Output.read(rehearsed.body().path("findings")).stream()
        .filter(Finding::isError)
        .forEach(findings::add);
    if (findings.size() == report.findings().size()) {
      throw new RefusedException(rehearsed);
    }
    return new CheckReport(findings, report.waived());
  }

  private static JsonNode answered(Answer answer) throws RefusedException {
    if (!answer.ok()) {
      throw new RefusedException(answer);
    }
    return answer.body();
  }

  private void print(CheckReport report) {
    switch (format) {
      case SARIF -> Output.json(new SarifLog(directory).of(report));
      case JSON ->
          Output.json(
              Map.of("ok", report.ok(), "findings", report.findings(), "waived", report.waived()));
      case TEXT -> text(report);
    }
  }

  private static void text(CheckReport report) {
    Output.findings(report.findings());
    for (Waived waived : report.waived()) {
      System.out.printf(
          "allowed until %s (%s): %s%n", waived.until(), waived.reason(), waived.finding());
    }
    System.out.println(report.ok() ? "The contracts are fine." : "The contracts have errors.");
  }
}
