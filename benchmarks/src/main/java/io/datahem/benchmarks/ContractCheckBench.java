package io.datahem.benchmarks;

import io.datahem.contracts.CheckReport;
import io.datahem.contracts.ContractCheck;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.compile.ContractCompiler;
import io.datahem.contracts.lint.Lint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The check of 2,000 messages against their predecessors: in a warm JVM, as a command, and beside
 * {@code buf breaking} on the same files. Arguments: the repository's root, and where {@code buf}
 * is.
 */
public final class ContractCheckBench {
  private static final int FILES = 200;
  private static final int MESSAGES_OF_A_FILE = 10;
  private static final int WARM_ROUNDS = 5;
  private static final int MEASURED_ROUNDS = 5;
  private static final String CONTRACT_PROTO = "datahem/contract.proto";

  /** Something to run and to look at. */
  private interface Round {
    void run() throws Exception;
  }

  /** Writes the trees, then measures each. */
  public static void main(String[] arguments) throws Exception {
    Path root = Path.of(arguments[0]).toAbsolutePath();
    String buf = arguments[1];
    Path work = Files.createTempDirectory("contract-check");
    List<SourceFile> before = tree(1);
    List<SourceFile> after = tree(2);
    Path old = write(work.resolve("before"), root, before);
    Path now = write(work.resolve("after"), root, after);
    System.out.println("| check | median | best | errors |\n|---|---|---|---|");
    warm(before, after);
    command("`contract check`, cold", own(root, now, old), line -> line.contains(".proto:"));
    command(
        "`buf breaking`",
        List.of(buf, "breaking", now.toString(), "--against", old.toString()),
        line -> line.contains(".proto:"));
  }

  private static void warm(List<SourceFile> before, List<SourceFile> after) throws Exception {
    try (ContractCompiler compiler = ContractCompiler.open()) {
      ContractCheck check = new ContractCheck(compiler).linting(new Lint(Clock.systemUTC()));
      CheckReport report = check.report(after, Optional.of(before));
      long errors = report.findings().stream().filter(finding -> finding.isError()).count();
      measure(
          "compile, lint and compare, warm",
          WARM_ROUNDS,
          errors,
          () -> {
            if (!check.report(after, Optional.of(before)).equals(report)) {
              throw new IllegalStateException("another verdict");
            }
          });
      measure(
          "compile alone, twice, warm",
          WARM_ROUNDS,
          0,
          () -> {
            if (!compiler.compile(after).ok() || !compiler.compile(before).ok()) {
              throw new IllegalStateException("not valid");
            }
          });
    }
  }

  private static List<String> own(Path root, Path now, Path old) {
    return List.of(
        root.resolve("datahem").toString(),
        "contract",
        "check",
        now.toString(),
        "--against",
        old.toString());
  }

  private static void command(String name, List<String> command, Predicate<String> isError)
      throws Exception {
    Path log = Files.createTempFile("contract-check", ".log");
    Round round =
        () -> {
          Process process =
              new ProcessBuilder(command)
                  .redirectErrorStream(true)
                  .redirectOutput(log.toFile())
                  .start();
          if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(name + " does not end");
          }
        };
    round.run();
    long errors =
        Files.readAllLines(log).stream()
            .filter(line -> !line.startsWith("warning: "))
            .filter(isError)
            .filter(line -> !line.startsWith(" "))
            .count();
    measure(name, 0, errors, round);
  }

  private static void measure(String name, int warm, long errors, Round round) throws Exception {
    for (int i = 0; i < warm; i++) {
      round.run();
    }
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < MEASURED_ROUNDS; i++) {
      long begun = System.nanoTime();
      round.run();
      millis.add((System.nanoTime() - begun) / 1_000_000);
    }
    Collections.sort(millis);
    System.out.printf(
        "| %s | %,d ms | %,d ms | %d |%n",
        name, millis.get(millis.size() / 2), millis.get(0), errors);
  }

  private static Path write(Path directory, Path root, List<SourceFile> files) throws IOException {
    for (SourceFile file : files) {
      Path path = directory.resolve(file.path());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.text());
    }
    // Ours has it built in; buf has to find it.
    Path contract = directory.resolve(CONTRACT_PROTO);
    Files.createDirectories(contract.getParent());
    Files.copy(
        root.resolve("contracts/src/main/resources/proto").resolve(CONTRACT_PROTO), contract);
    Files.writeString(
        directory.resolve("buf.yaml"), "version: v2\nbreaking:\n  use:\n    - WIRE_JSON\n");
    return directory;
  }

  /** A stream a file with nine messages below it; each file uses one of the file before. */
  private static List<SourceFile> tree(int version) {
    List<SourceFile> files = new ArrayList<>();
    for (int file = 0; file < FILES; file++) {
      StringBuilder text = new StringBuilder("syntax = \"proto3\";\n\n");
      text.append("package bench.p%d.v1;\n\nimport \"%s\";\n".formatted(file, CONTRACT_PROTO));
      if (file > 0) {
        text.append("import \"bench/p%d/v1/all.proto\";\n".formatted(file - 1));
      }
      for (int message = 0; message < MESSAGES_OF_A_FILE; message++) {
        message(text, file, message, version);
      }
      files.add(new SourceFile("bench/p%d/v1/all.proto".formatted(file), text.toString()));
    }
    return files;
  }

  private static void message(StringBuilder text, int file, int message, int version) {
    text.append(
        "\n// Message %d of package %d.\nmessage M%d {\n".formatted(message, file, message));
    if (message == 0) {
      text.append(
          "  option (datahem.stream) = {name: \"stream-%d\", owner: \"bench@example.com\"};\n"
              .formatted(file));
    }
    boolean breaks = version == 2 && message == 5 && file % 20 == 0;
    text.append("  // Its id.\n  %s id = 1;\n".formatted(breaks ? "int64" : "string"));
    text.append("  // How many.\n  optional int32 amount = 2;\n");
    text.append("  // When.\n  repeated double values = 3;\n");
    text.append("  // By name.\n  map<string, string> tags = 4;\n");
    if (message + 1 < MESSAGES_OF_A_FILE) {
      text.append("  // The next.\n  M%d next = 5;\n".formatted(message + 1));
    }
    if (message == 0 && file > 0) {
      text.append(
          "  // One of another package.\n  bench.p%d.v1.M9 other = 7;\n".formatted(file - 1));
    }
    if (version == 2 && message % 2 == 0) {
      text.append("  // New.\n  string more = 6;\n");
    }
    text.append("}\n");
  }

  private ContractCheckBench() {}
}
