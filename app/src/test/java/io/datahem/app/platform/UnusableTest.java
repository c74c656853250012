package io.datahem.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datahem.app.cli.Cli;
import io.datahem.app.settings.Settings;
import io.datahem.app.settings.SettingsReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be had is said, with what to do, and nothing is left running. */
class UnusableTest {
  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"collector.port", "registry.port", "log.port"})
  void namesAPortThatIsInUse(String setting) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Settings settings = settings(setting, taken.getLocalPort());
      assertThatThrownBy(() -> Platform.start(settings))
          .hasMessageStartingWith("PORT_IN_USE")
          .hasMessageContaining(Integer.toString(taken.getLocalPort()))
          .hasMessageContaining("set " + setting);
    }
    // What was started is stopped: the directory is free again, and no broker is left on it, which
    // would end the process once the directory is gone.
    DataDirectory.take(temp.resolve("data")).close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("kafka-log-cleaner"))
        .noneMatch(thread -> thread.getName().startsWith("data-plane-kafka-"));
  }

  @Test
  void namesADirectoryThatCannotBeWritten() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "");
    assertThatThrownBy(() -> Platform.start(Running.settings(file.resolve("data"))))
        .isInstanceOf(DataDirectory.UnusableException.class)
        .hasMessageStartingWith("DATA_UNWRITABLE")
        .hasMessageContaining("--data");
    assertThat(Cli.run("up", "--data", file.resolve("data").toString())).isEqualTo(2);
  }

  @Test
  void namesADirectoryThatWasMoved() throws Exception {
    Path data = temp.resolve("data");
    try (Platform platform = Platform.start(Running.settings(data))) {
      assertThat(platform.awaitReady(Duration.ofSeconds(60))).isTrue();
    }
    assertThat(readings(data)).containsOnly(0);
    Path moved = Files.move(data, temp.resolve("moved"));
    assertThatThrownBy(() -> Platform.start(Running.settings(moved)))
        .isInstanceOf(DataDirectory.UnusableException.class)
        .hasMessageStartingWith("DATA_MOVED")
        .hasMessageContaining(data.toString());
    assertThat(Cli.run("up", "--data", moved.toString())).isEqualTo(2);
    assertThat(readings(moved)).containsOnly(2);
    // Nothing holds it: it works again where it was.
    Files.move(moved, data);
    try (Platform platform = Platform.start(Running.settings(data))) {
      assertThat(platform.awaitReady(Duration.ofSeconds(60))).isTrue();
    }
  }

  /** The exit codes of what asks tables and books. */
  private static List<Integer> readings(Path data) {
    return List.of(
        Cli.run("sql", "--data", data.toString(), "SELECT 1"),
        Cli.run("ledger", "--data", data.toString()),
        Cli.run("dead-letters", "list", "--data", data.toString()));
  }

  private Settings settings(String setting, int port) {
    Map<String, String> pairs = new LinkedHashMap<>();
    pairs.put("data", temp.resolve("data").toString());
    pairs.put("collector.port", "0");
    pairs.put("registry.port", "0");
    pairs.put("log.port", "0");
    pairs.put(setting, Integer.toString(port));
    return SettingsReader.read(Optional.empty(), pairs);
  }
}
