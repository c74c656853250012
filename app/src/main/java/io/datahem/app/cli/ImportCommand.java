package io.datahem.app.cli;

import io.datahem.app.platform.DataDirectory;
import io.datahem.app.settings.Settings;
import io.datahem.registry.Registry;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code datahem contract import}: what was exported, into an empty registry, all or nothing. */
@Command(
    name = "import",
    description =
        "Read what `contract export` wrote into an empty registry, all or nothing. A platform whose"
            + " contracts are kept below its data directory has to stand still meanwhile.",
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "what was exported")
  private Path directory = Path.of("");

  @Mixin private Store store = new Store();

  @Override
  public Integer call() {
    Settings settings = store.settings();
    Optional<String> url = settings.registry().store();
    if (url.isPresent()) {
      take(Registry.open(url.get()));
      return ExitCodes.DONE;
    }
    try (DataDirectory held = DataDirectory.take(settings.data())) {
      take(Registry.open(held.registry()));
    }
    return ExitCodes.DONE;
  }

  private void take(Registry opened) {
    try (Registry registry = opened) {
      registry.importFrom(directory);
      System.out.printf(
          "Imported %d streams from %s.%n", registry.snapshot().entries().size(), directory);
    }
  }
}
