package io.datahem.app.cli;

import io.datahem.app.settings.Settings;
import io.datahem.app.settings.SettingsReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command finds the contracts of a platform that need not run, as {@code up} is told. */
final class Store {
  @Option(names = "--config", description = "the YAML file that `up` has")
  private @Nullable Path config;

  @Option(names = "--data", description = "data directory of the platform (default: data)")
  private @Nullable Path data;

  @Option(names = "--set", description = "any setting, as key=value", paramLabel = "KEY=VALUE")
  private Map<String, String> pairs = new LinkedHashMap<>();

  Settings settings() {
    Map<String, String> all = new LinkedHashMap<>(pairs);
    if (data != null) {
      all.put("data", data.toString());
    }
    return SettingsReader.read(Optional.ofNullable(config), all);
  }
}
