package io.datahem.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.connectors.iceberg.IcebergWarehouse;
import io.datahem.connectors.iceberg.SqliteManifestStore;
import io.datahem.connectors.kafka.EventTopic;
import io.datahem.connectors.kafka.KafkaEventSource;
import io.datahem.pipeline.JobParts;
import io.datahem.pipeline.JobSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of two jobs on the same tables the newer works and the older stops. */
class FencedTest {
  private static final String CONTRACT =
      """
      syntax = "proto3";
      package fence.v1;
      import "datahem/contract.proto";
      message Beat { option (datahem.stream) = {name: "beats"}; int64 n = 1; }
      """;

  @TempDir Path temp;

  @Test
  void theOlderJobStopsThePlatformAndWritesNothingMore() throws Exception {
    Path data = temp.resolve("data");
    try (Platform platform = Running.start(data)) {
      DataDirectory.Endpoints at = platform.endpoints();
      assertThat(Running.push(at, "fence/v1/beat.proto", CONTRACT).status()).isEqualTo(200);
      assertThat(Running.send(at, "beats", "{\"n\":1}\n").accepted()).isEqualTo(1);
      Running.awaitSettled(data, 1);
      try (EmbeddedJob newer = EmbeddedJob.start(parts(at, data), pipeline(data), run())) {
        assertThat(Running.send(at, "beats", "{\"n\":2}\n{\"n\":3}\n").accepted()).isEqualTo(2);
        Optional<String> why =
            CompletableFuture.supplyAsync(platform::awaitEnd).get(60, TimeUnit.SECONDS);
        assertThat(why.orElseThrow()).startsWith("JOB_FENCED").contains("newer job");
        assertThat(platform.status().isFenced()).isTrue();
        Running.awaitSettled(data, 3);
        long written = platform.status().committedRows();
        assertThat(Running.send(at, "beats", "{\"n\":4}\n").accepted()).isEqualTo(1);
        Running.awaitSettled(data, 4);
        assertThat(platform.status().committedRows()).isEqualTo(written);
        assertThat(newer.status().isFenced()).isFalse();
      }
    }
    assertThat(Running.sql(data, "SELECT n FROM beats ORDER BY n"))
        .isEqualTo(List.of(List.of(1L), List.of(2L), List.of(3L), List.of(4L)));
    assertThat(Running.check(data).problems()).isEmpty();
  }

  private Path run() {
    return temp.resolve("newer");
  }

  private static io.datahem.app.settings.Settings.Pipeline pipeline(Path data) {
    return Running.settings(data).pipeline();
  }

  private static JobParts parts(DataDirectory.Endpoints at, Path data) {
    JobSettings job = JobSettings.of("newer-than-up");
    Path warehouse = DataDirectory.warehouse(data);
    return new JobParts(
        new KafkaEventSource(new EventTopic(at.kafka(), EventTopic.DEFAULT_NAME), job.owner()),
        new RegistryFeed(at.registry()),
        IcebergWarehouse.under(warehouse),
        SqliteManifestStore.under(warehouse),
        job);
  }
}
