package io.datahem.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datahem.app.settings.Settings;
import io.datahem.app.settings.SettingsException;
import io.datahem.app.settings.SettingsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path temp;

  @Test
  void readsAFileAndLetsFlagsWin() throws Exception {
    Path file = temp.resolve("datahem.yaml");
    Files.writeString(
        file,
        "data: /tmp/x\ncollector:\n  port: 1234\n  unknownStreams: reject\nlog:\n  retention: 30d\n");
    Settings settings = SettingsReader.read(Optional.of(file), Map.of("collector.port", "0"));
    assertThat(settings.data()).isEqualTo(Path.of("/tmp/x"));
    assertThat(settings.collector().port()).isZero();
    assertThat(settings.log().retention()).isEqualTo(Duration.ofDays(30));
  }

  @Test
  void reportsEveryProblemAtOnce() {
    assertThatThrownBy(
            () ->
                SettingsReader.read(
                    Optional.empty(),
                    Map.of(
                        "collector.prot", "1",
                        "log.partitions", "none",
                        "registry.port", "70000",
                        "pipeline.policyTags", "(",
                        "collector.maxBodyBytes", "0")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("collector.prot: no such setting, did you mean collector.port?")
        .hasMessageContaining("log.partitions: found 'none', expected a whole number")
        .hasMessageContaining("registry.port: found 70000")
        .hasMessageContaining("pipeline.policyTags: found '(', expected a java.util.regex pattern")
        .hasMessageContaining("collector.maxBodyBytes: found 0");
  }

  @Test
  void refusesToListenToOthersWithoutKeys() {
    assertThatThrownBy(
            () -> SettingsReader.read(Optional.empty(), Map.of("collector.host", "0.0.0.0")))
        .hasMessageContaining("collector.host=0.0.0.0");
  }
}
