package io.datahem.contracts.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.Jazzer;
import io.datahem.contracts.json.JsonSuite;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Jazzer, which looks for inputs that reach more code, in a JVM of its own for each target: first
 * every known input, then made-up ones, as many as said. {@code -Ddatahem.jazzer.runs=…} and {@code
 * -Ddatahem.jazzer.seconds=…} for a long run (the one that ends first ends it), {@code
 * -Ddatahem.jazzer.seed=…} to repeat one; inputs that it kept are in {@code target/fuzz}. An input
 * that it finds belongs to the resources {@code fuzz/}.
 */
class JazzerTest {
  private static final int RUNS = Integer.getInteger("datahem.jazzer.runs", 5_000);
  private static final int SECONDS = Integer.getInteger("datahem.jazzer.seconds", 600);
  private static final long SEED = Long.getLong("datahem.jazzer.seed", System.nanoTime() >>> 32);
  private static final int MAX_INPUT_BYTES = 2_000;
  private static final int MAX_SECONDS_PER_INPUT = 25;
  private static final Path FUZZ = Path.of("target", "fuzz").toAbsolutePath();

  @ParameterizedTest
  @ValueSource(classes = {JsonTarget.class, DecodeTarget.class, OptionsTarget.class})
  void findsNothing(Class<?> target) throws IOException, InterruptedException {
    Path directory = FUZZ.resolve(target.getSimpleName());
    Path kept = Files.createDirectories(directory.resolve("kept"));
    Path seeds = Files.createDirectories(directory.resolve("seeds"));
    int known = writeSeeds(target, seeds);
    assertThat(known).isPositive();
    Path log = directory.resolve("log.txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:-OmitStackTraceInFastThrow",
                "-XX:+EnableDynamicAgentLoading",
                "-cp",
                System.getProperty("java.class.path"),
                Jazzer.class.getName()));
    command.addAll(
        List.of(
            "--target_class=" + target.getName(),
            "--instrumentation_includes=io.datahem.contracts.json.**:io.datahem.contracts.decode.**:io.datahem.contracts.options.**",
            "--reproducer_path=" + directory,
            // Regexes from outside are what a target is for.
            "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.RegexInjection",
            "-artifact_prefix=" + directory + "/",
            "-seed=" + (int) (SEED & 0x7FFF_FFFF),
            "-runs=" + RUNS,
            "-max_total_time=" + SECONDS,
            "-max_len=" + MAX_INPUT_BYTES,
            "-timeout=" + MAX_SECONDS_PER_INPUT,
            "-rss_limit_mb=3000",
            kept.toString(),
            seeds.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .directory(directory.toFile())
            .start();
    try {
      assertThat(process.waitFor(SECONDS + 300L, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(log, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as("seed %d: %s", SEED, said).isZero();
    assertThat(said).contains("Done ");
    System.out.println(
        target.getSimpleName()
            + ": seed "
            + SEED
            + ", "
            + known
            + " known inputs, "
            + said.lines().filter(line -> line.startsWith("Done ")).findFirst().orElse(""));
  }

  /** JSON of every kind for all but the options, and what stands in the resources. */
  private static int writeSeeds(Class<?> target, Path directory) throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    if (target != OptionsTarget.class) {
      for (String file : List.of("good", "bad", "either")) {
        JsonSuite.of(file).stream()
            .map(JsonSuite.Case::text)
            .filter(text -> text.length <= MAX_INPUT_BYTES)
            .forEach(seeds::add);
      }
    }
    String file = target == OptionsTarget.class ? "options.txt" : "events.txt";
    try (InputStream in = JazzerTest.class.getResourceAsStream("/fuzz/" + file)) {
      String lines = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      lines.lines().map(line -> line.getBytes(StandardCharsets.UTF_8)).forEach(seeds::add);
    }
    for (int i = 0; i < seeds.size(); i++) {
      Files.write(directory.resolve("seed-" + i), seeds.get(i));
    }
    return seeds.size();
  }
}
