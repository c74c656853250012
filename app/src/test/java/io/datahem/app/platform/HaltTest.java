package io.datahem.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.connectors.kafka.EventTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that cannot keep its log ends the process; never without a word. */
class HaltTest {
  @TempDir Path temp;

  @Test
  void aLogThatCannotBeKeptEndsTheProcessWithTheReason() throws Exception {
    Path data = temp.resolve("data");
    Process process = Running.spawn(data);
    try {
      DataDirectory.Endpoints at = Running.await(data, process);
      delete(data.resolve("log"));
      // A topic needs files, so the broker finds out.
      Thread asks =
          new Thread(
              () ->
                  new EventTopic(at.kafka(), "another").ensure(1, Duration.ofHours(1), 1_000_000));
      asks.setDaemon(true);
      asks.start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(Platform.EXIT_PART_FAILED);
      assertThat(Files.readString(temp.resolve("up.log")))
          .contains("LOG_HALTED", data.resolve("log").toString(), "start again");
    } finally {
      process.destroyForcibly();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(one);
      }
    }
  }
}
