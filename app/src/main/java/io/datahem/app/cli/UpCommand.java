package io.datahem.app.cli;

import io.datahem.app.platform.CompilerPriority;
import io.datahem.app.platform.Platform;
import io.datahem.app.platform.StopLimit;
import io.datahem.app.settings.SettingsReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code datahem up}: everything in one process, until Ctrl-C. */
@Command(
    name = "up",
    description =
        "Run everything in one process on loopback: log, registry, collector, job, tables.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
  private static final Duration READY = Duration.ofSeconds(60);

  @Option(names = "--config", description = "YAML file with settings")
  private @Nullable Path config;

  @Option(names = "--data", description = "directory that holds everything (default: data)")
  private @Nullable Path data;

  @Option(names = "--collector-port", description = "0 for any free one (default: 8080)")
  private @Nullable Integer collectorPort;

  @Option(names = "--registry-port", description = "0 for any free one (default: 8081)")
  private @Nullable Integer registryPort;

  @Option(names = "--kafka-port", description = "0 for any free one (default: 9092)")
  private @Nullable Integer kafkaPort;

  @Option(names = "--set", description = "any setting, as key=value", paramLabel = "KEY=VALUE")
  private Map<String, String> pairs = new LinkedHashMap<>();

  @Override
  public Integer call() throws InterruptedException {
    long begun = System.nanoTime();
    CompilerPriority.lower();
    Platform platform = Platform.start(SettingsReader.read(Optional.ofNullable(config), pairs()));
    StopLimit.onExit(platform::close);
    if (!platform.awaitReady(READY)) {
      System.err.println(
          "NOT_READY The job has not started within "
              + READY.toSeconds()
              + " s: "
              + Optional.ofNullable(platform.status().lastProblem()).orElse("no problem is known"));
      return ExitCodes.CHECK_FAILED;
    }
    System.out.printf(
        "DataHem is ready (%.1f s): collector %s, registry %s, Kafka %s. Ctrl-C stops it.%n",
        (System.nanoTime() - begun) / 1e9,
        platform.endpoints().collector(),
        platform.endpoints().registry(),
        platform.endpoints().kafka());
    Optional<String> failure = platform.awaitEnd();
    failure.ifPresent(System.err::println);
    return failure.isPresent() ? ExitCodes.PART_FAILED : ExitCodes.DONE;
  }

  private Map<String, String> pairs() {
    Map<String, String> all = new LinkedHashMap<>(pairs);
    put(all, "data", data);
    put(all, "collector.port", collectorPort);
    put(all, "registry.port", registryPort);
    put(all, "log.port", kafkaPort);
    return all;
  }

  private static void put(Map<String, String> all, String key, @Nullable Object value) {
    if (value != null) {
      all.put(key, value.toString());
    }
  }
}
