package io.datahem.app.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whatever hangs, a process that is told to stop does. */
class StopLimitTest {

  /** Stops at once, or never: argument {@code never}. */
  static final class Stopping {
    public static void main(String[] args) {
      StopLimit.onExit(
          () -> {
            if (args[0].equals("never")) {
              hang();
            }
            System.out.println("stopped");
          },
          Duration.ofSeconds(2),
          System.out);
      System.out.println("up");
      hang();
    }

    private static void hang() {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new IllegalStateException("Nobody interrupts it", e);
      }
    }
  }

  private static Process start(String how) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Stopping.class.getName(),
                how)
            .redirectErrorStream(true)
            .start();
    assertThat(process.inputReader(UTF_8).readLine()).isEqualTo("up");
    return process;
  }

  @Test
  void whatStopsIsLeftAlone() throws Exception {
    Process process = start("at once");
    process.toHandle().destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(128 + 15);
    assertThat(process.inputReader(UTF_8).lines().toList()).containsExactly("stopped");
  }

  @Test
  void whatDoesNotStopEndsAndSaysWhatItWaitedFor() throws Exception {
    Process process = start("never");
    process.toHandle().destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(Platform.EXIT_PART_FAILED);
    assertThat(process.inputReader(UTF_8).lines().toList())
        .anyMatch(line -> line.startsWith("STOP_TIMED_OUT Not stopped within 2 s"))
        .anyMatch(line -> line.contains("datahem-stop"))
        .anyMatch(line -> line.contains("StopLimitTest$Stopping.hang"));
  }
}
