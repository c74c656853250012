package io.datahem.app.cli;

import io.datahem.app.demo.Demo;
import io.datahem.app.platform.CompilerPriority;
import io.datahem.app.platform.Platform;
import io.datahem.app.platform.StopLimit;
import io.datahem.app.settings.Settings;
import io.datahem.app.settings.SettingsReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code datahem demo}: everything, set up and shown. */
@Command(
    name = "demo",
    description =
        "Start everything, push the example contracts, send real events, show what became of them.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final Duration READY = Duration.ofSeconds(60);

  @Option(names = "--once", description = "exit when done: 0 only if the books balance")
  private boolean once;

  @Option(names = "--data", description = "an empty directory (default: data/demo, made anew)")
  private @Nullable Path data;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("datahem.home", "."));
    Path directory = directory(home);
    long begun = System.nanoTime();
    CompilerPriority.lower();
    Platform platform = Platform.start(settings(directory));
    CountDownLatch stopped = new CountDownLatch(1);
    StopLimit.onExit(
        () -> {
          platform.close();
          stopped.countDown();
        });
    if (!platform.awaitReady(READY)) {
      System.err.println("NOT_READY The job has not started within " + READY.toSeconds() + " s.");
      return ExitCodes.CHECK_FAILED;
    }
    System.out.printf("DataHem is ready (%.1f s).%n", (System.nanoTime() - begun) / 1e9);
    boolean balances =
        new Demo(platform, directory, home.resolve("examples"), Sources::under, System.out).run();
    System.out.printf("The demo took %.1f s.%n", (System.nanoTime() - begun) / 1e9);
    if (!once) {
      goOn(platform, directory);
      stopped.await();
    }
    return balances ? ExitCodes.DONE : ExitCodes.CHECK_FAILED;
  }

  private static void goOn(Platform platform, Path directory) {
    System.out.printf(
        """

        It stays up. Go on with:
          curl -i -H 'Content-Type: application/json' -d '{"truck":"T99","celsius":42}' %1$s/v1/streams/truck-temperatures
          ./datahem sql --data %3$s "SELECT * FROM truck_temperatures ORDER BY _time DESC LIMIT 3"
          ./datahem ledger --data %3$s --check
          ./datahem dead-letters list --data %3$s
          curl %2$s/v1/contracts
        Collector %1$s, registry %2$s, Kafka %4$s. Ctrl-C stops it.
        """,
        platform.endpoints().collector(),
        platform.endpoints().registry(),
        directory,
        platform.endpoints().kafka());
  }

  private Path directory(Path home) throws IOException {
    if (data != null) {
      try (Stream<Path> entries = Files.exists(data) ? Files.list(data) : Stream.empty()) {
        if (entries.findAny().isPresent()) {
          throw new IllegalArgumentException(
              "DATA_NOT_EMPTY Cannot show the demo in "
                  + data
                  + ": it holds something, expected an empty directory.");
        }
      }
      return data;
    }
    Path own = home.resolve("data/demo");
    // The lock is asked for first: another demo may run there.
    io.datahem.app.platform.DataDirectory.take(own).close();
    try (Stream<Path> files = Files.walk(own)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    }
    return own;
  }

  /** The usual ports where they are free, any others where they are not. */
  private static Settings settings(Path directory) {
    Map<String, String> pairs = new LinkedHashMap<>();
    pairs.put("data", directory.toString());
    pairs.put("collector.port", Integer.toString(free(8080)));
    pairs.put("registry.port", Integer.toString(free(8081)));
    pairs.put("log.port", Integer.toString(free(9092)));
    return SettingsReader.read(Optional.empty(), pairs);
  }

  private static int free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return port;
    } catch (IOException e) {
      return 0;
    }
  }
}
