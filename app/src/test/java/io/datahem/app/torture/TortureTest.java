package io.datahem.app.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * What was acknowledged is there once, whatever is done to the process. One round of every fault;
 * {@code -Dtorture.seed=S -Dtorture.minutes=M} (or {@code ./datahem torture}) makes it a long one.
 */
class TortureTest {
  private static final long SEED = Long.getLong("torture.seed", 20L);
  private static final int MINUTES = Integer.getInteger("torture.minutes", 0);

  @Test
  void losesNothingAndDoublesNothing() throws Exception {
    Path directory = Files.createDirectories(Path.of("target", "torture", "seed-" + SEED));
    Files.deleteIfExists(directory.resolve("up.log"));
    Duration longestPause = Duration.ofSeconds(MINUTES > 0 ? 30 : 4);
    try (Torture torture =
        new Torture(
            new Torture.Options(
                SEED, Duration.ofMinutes(MINUTES), longestPause, directory.toAbsolutePath()))) {
      Torture.Outcome outcome = torture.run();
      System.out.println(outcome);
      Files.writeString(directory.resolve("outcome.txt"), outcome + "\n");
      assertThat(outcome.verdict().isGood()).as(outcome.toString()).isTrue();
      assertThat(outcome.kills()).isPositive();
      assertThat(outcome.ends()).doesNotContain(Torture.DID_NOT_STOP);
    }
  }
}
