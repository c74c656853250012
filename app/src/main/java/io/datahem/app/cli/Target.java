package io.datahem.app.cli;

import io.datahem.app.platform.DataDirectory;
import io.datahem.app.platform.DataDirectory.Endpoints;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which platform a command speaks to: the one of a data directory, unless a URL says otherwise. */
final class Target {
  @Option(names = "--data", description = "data directory of the platform (default: data)")
  Path data = Path.of("data");

  @Option(
      names = "--url",
      description = "URL of the server, instead of the one that runs on the data directory")
  @Nullable String url;

  String registry() {
    return url(Endpoints::registry, "http://127.0.0.1:8081");
  }

  String collector() {
    return url(Endpoints::collector, "http://127.0.0.1:8080");
  }

  private String url(Function<Endpoints, String> running, String usual) {
    return url != null ? url : DataDirectory.endpoints(data).map(running).orElse(usual);
  }
}
