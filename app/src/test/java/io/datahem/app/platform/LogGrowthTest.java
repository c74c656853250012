package io.datahem.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.app.settings.Settings;
import io.datahem.app.settings.SettingsReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that gets more partitions loses nothing, and knows a retry that lands in another one. */
class LogGrowthTest {
  private static final String CONTRACT =
      """
      syntax = "proto3";
      package growth.v1;
      import "datahem/contract.proto";
      message Beat { option (datahem.stream) = {name: "beats"}; int64 n = 1; }
      """;
  private static final int EVENTS = 40;

  @TempDir Path temp;

  @Test
  void newPartitionsAreReadAndRepeatsAreKnownAcrossTheGrowth() throws Exception {
    Path data = temp.resolve("data");
    try (Platform platform = start(data, 1)) {
      DataDirectory.Endpoints at = platform.endpoints();
      assertThat(Running.push(at, "growth/v1/beat.proto", CONTRACT).status()).isEqualTo(200);
      send(at, "first");
    }
    try (Platform platform = start(data, 4)) {
      send(platform.endpoints(), "first");
      send(platform.endpoints(), "second");
      Running.awaitSettled(data, 3 * EVENTS);
      assertBooks(data);
    }
    // Fewer than there are: they stay, and nothing is lost.
    try (Platform platform = start(data, 2)) {
      send(platform.endpoints(), "second");
      Running.awaitSettled(data, 4 * EVENTS);
      assertBooks(data);
    }
    assertThat(Running.check(data).problems()).isEmpty();
  }

  private static void assertBooks(Path data) {
    assertThat(Running.sql(data, "SELECT count(*), count(DISTINCT _id) FROM beats"))
        .isEqualTo(List.of(List.of(2L * EVENTS, 2L * EVENTS)));
    assertThat(
            Running.sql(
                data, "SELECT count(DISTINCT _partition) FROM beats WHERE _id LIKE 'second-%'"))
        .isEqualTo(List.of(List.of(4L)));
  }

  private static void send(DataDirectory.Endpoints at, String key) throws Exception {
    byte[] lines = "{\"n\":1}\n".repeat(EVENTS).getBytes(StandardCharsets.UTF_8);
    String type = "application/x-ndjson";
    assertThat(
            Running.post(at, "beats", lines, "Idempotency-Key", key, "Content-Type", type)
                .statusCode())
        .isEqualTo(202);
  }

  private static Platform start(Path data, int partitions) throws InterruptedException {
    Map<String, String> pairs =
        Map.of(
            "data", data.toString(),
            "collector.port", "0",
            "registry.port", "0",
            "log.port", "0",
            "log.partitions", Integer.toString(partitions));
    Settings settings = SettingsReader.read(Optional.empty(), pairs);
    Platform platform = Platform.start(settings);
    assertThat(platform.awaitReady(Duration.ofSeconds(60))).isTrue();
    return platform;
  }
}
