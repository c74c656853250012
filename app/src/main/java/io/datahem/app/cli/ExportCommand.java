package io.datahem.app.cli;

import io.datahem.app.platform.DataDirectory;
import io.datahem.app.settings.Settings;
import io.datahem.registry.Registry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code datahem contract export}: everything a registry has, as text for a repository. */
@Command(
    name = "export",
    description =
        "Write every contract, version, schema and setting of the registry as text; the same"
            + " registry gives the same bytes. The platform may run meanwhile.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "DIR",
      description = "empty but for what begins with a dot, or not there")
  private Path directory = Path.of("");

  @Mixin private Store store = new Store();

  @Override
  public Integer call() {
    Settings settings = store.settings();
    Optional<String> url = settings.registry().store();
    Path kept = DataDirectory.registry(settings.data());
    if (url.isEmpty() && !Files.isDirectory(kept)) {
      throw new Sources.UnreadableException(
          "REGISTRY_NOT_FOUND Cannot export from "
              + kept
              + ", expected a registry there. Name its platform with --data or --config.");
    }
    try (Registry registry = url.map(Registry::open).orElseGet(() -> Registry.open(kept))) {
      registry.exportTo(directory);
      System.out.printf(
          "Exported %d streams to %s.%n", registry.snapshot().entries().size(), directory);
    }
    return ExitCodes.DONE;
  }
}
