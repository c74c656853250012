package io.datahem.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there once, however the process died. */
class KillTest {
  private static final String CONTRACT =
      """
      syntax = "proto3";
      package kill.v1;
      import "datahem/contract.proto";
      message Beat { option (datahem.stream) = {name: "beats", owner: "tests"}; int64 n = 1; }
      """;

  @TempDir Path temp;

  @Test
  void losesNothingAndDoublesNothingWhenKilled() throws Exception {
    Path data = temp.resolve("data");
    long acknowledged = 0;
    Process process = Running.spawn(data);
    try {
      DataDirectory.Endpoints at = Running.await(data, process);
      assertThat(Running.push(at, "kill/v1/beat.proto", CONTRACT).status()).isEqualTo(200);
      for (int batch = 0; batch < 40; batch++) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 100; i++) {
          lines.append("{\"n\":").append(batch * 100 + i).append("}\n");
        }
        acknowledged += Running.send(at, "beats", lines.toString()).accepted();
      }
    } finally {
      // SIGKILL, with rows on their way between log and tables.
      process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
    assertThat(acknowledged).isEqualTo(4_000);
    try (Platform platform = Running.start(data)) {
      assertThat(platform.status().isFenced()).isFalse();
      Running.awaitSettled(data, acknowledged);
      assertThat(Running.sql(data, "SELECT count(*), count(DISTINCT n) FROM beats").get(0))
          .isEqualTo(List.of(acknowledged, acknowledged));
    }
    assertThat(Running.check(data).problems()).isEmpty();
  }
}
