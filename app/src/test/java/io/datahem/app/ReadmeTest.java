package io.datahem.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.app.settings.Settings;
import io.datahem.app.settings.SettingsReader;
import io.datahem.contracts.ContractCheck;
import io.datahem.contracts.Finding;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.compile.ContractCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is what happens: its commands, its contract, its settings. */
class ReadmeTest {
  private static final Path ROOT =
      Path.of(System.getProperty("user.dir")).resolve("..").normalize();
  private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);
  private static final long COMMAND_SECONDS = 60;

  @TempDir Path temp;

  @Test
  void itsContractIsFine() throws Exception {
    try (ContractCompiler compiler = ContractCompiler.open()) {
      List<Finding> findings =
          new ContractCheck(compiler)
              .check(
                  List.of(
                      new SourceFile("shop/v1/truck.proto", block("proto", "TruckTemperature"))),
                  Optional.empty());
      assertThat(findings).isEmpty();
    }
  }

  @Test
  void itsSettingsAreTheDefaults() throws Exception {
    Path file = Files.writeString(temp.resolve("datahem.yaml"), block("yaml", "collector:"));
    assertThat(SettingsReader.read(Optional.of(file), java.util.Map.of()))
        .isEqualTo(SettingsReader.read(Optional.empty(), java.util.Map.of()));
  }

  @Test
  void theDefaultsOfItsLimitsAreTrue() throws Exception {
    Settings settings = SettingsReader.read(Optional.empty(), java.util.Map.of());
    String readme = Files.readString(ROOT.resolve("README.md"));
    assertThat(readme)
        .contains("| 1 MiB (`collector.maxBodyBytes`)")
        .contains("| 10,000 (`collector.maxLines`)")
        .contains("| 16 KiB (`collector.maxHeaderBytes`)")
        .contains("| 60 s (`collector.maxBodySeconds`)")
        .contains("| 64 MiB (`collector.maxInFlightBytes`)");
    assertThat(settings.collector().maxBodyBytes()).isEqualTo(1 << 20);
    assertThat(settings.collector().maxLines()).isEqualTo(10_000);
    assertThat(settings.collector().maxHeaderBytes()).isEqualTo(16 << 10);
    assertThat(settings.collector().maxBodySeconds()).isEqualTo(60);
    assertThat(settings.collector().maxInFlightBytes()).isEqualTo(64 << 20);
  }

  @Test
  void itsCommandsWorkInTheirOrder() throws Exception {
    prepare();
    List<String> lines =
        block("sh", "./datahem up")
            .lines()
            .map(line -> line.replaceFirst("\\s+# .*", ""))
            .filter(line -> !line.isBlank())
            .toList();
    assertThat(lines.get(0)).isEqualTo("./datahem up");
    Process up =
        start(lines.get(0) + " --collector-port 0 --registry-port 0 --kafka-port 0", "up.log");
    try {
      String ready = awaitReady(up);
      String collector = find("collector http://([^,]+),", ready);
      for (String line : lines.subList(1, lines.size())) {
        if (line.startsWith("./datahem sql")) {
          awaitRows();
        }
        String output = run(line.replace("localhost:8080", collector));
        if (line.startsWith("./datahem sql")) {
          assertThat(output).contains(" T1 ").contains(" 4.2 ");
        }
      }
    } finally {
      up.destroy();
      assertThat(up.waitFor(10, TimeUnit.SECONDS)).as("stopped within 10 s").isTrue();
    }
    assertThat(run("./datahem ledger --check")).contains("The books balance.");
  }

  /** A directory as a reader has it: the command, the examples, a file of orders. */
  private void prepare() throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path command = temp.resolve("datahem");
    Files.writeString(
        command,
        "#!/bin/sh\nexec '"
            + java
            + "' -Xmx1g -XX:TieredStopAtLevel=1"
            + " --add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/java.util=ALL-UNNAMED"
            + " --add-opens=java.base/java.lang=ALL-UNNAMED -cp '"
            + System.getProperty("java.class.path")
            + "' io.datahem.app.Main \"$@\"\n");
    assertThat(command.toFile().setExecutable(true)).isTrue();
    Files.createSymbolicLink(temp.resolve("examples"), ROOT.resolve("examples"));
    Files.writeString(
        temp.resolve("orders.ndjson"), "{\"orderId\":\"O1\"}\n{\"orderId\":\"O2\"}\n");
  }

  private Process start(String line, String log) throws IOException {
    return new ProcessBuilder("/bin/sh", "-c", "exec " + line)
        .directory(temp.toFile())
        .redirectErrorStream(true)
        .redirectOutput(temp.resolve(log).toFile())
        .start();
  }

  private String run(String line) throws Exception {
    Process process = start(line, "command.log");
    assertThat(process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)).as(line).isTrue();
    String output = Files.readString(temp.resolve("command.log"));
    assertThat(process.exitValue()).as("%s\n%s", line, output).isZero();
    return output;
  }

  private String awaitReady(Process up) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    String log = "";
    while (!log.contains("Ctrl-C stops it.")) {
      assertThat(up.isAlive() && System.nanoTime() < deadline).as("up is ready: %s", log).isTrue();
      Thread.sleep(100);
      log = Files.readString(temp.resolve("up.log"));
    }
    assertThat(log.lines().toList()).as("the whole log of a start").hasSize(1);
    return log;
  }

  private void awaitRows() throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!run("./datahem ledger").contains("0 in flight") && System.nanoTime() < deadline) {
      Thread.sleep(200);
    }
  }

  private static String find(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
    return matcher.group(1);
  }

  private static String block(String language, String containing) throws IOException {
    Matcher matcher = BLOCK.matcher(Files.readString(ROOT.resolve("README.md")));
    List<String> found = new ArrayList<>();
    while (matcher.find()) {
      if (matcher.group(1).equals(language) && matcher.group(2).contains(containing)) {
        found.add(matcher.group(2));
      }
    }
    assertThat(found).as("%s blocks of the README with '%s'", language, containing).isNotEmpty();
    return found.get(0);
  }
}
