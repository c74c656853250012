package io.datahem.app.torture;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Makes each sync of a process to its disk take longer (by strace, which stops at every system call
 * meanwhile and so slows all of them). Takes the right to trace processes.
 */
final class SlowSyncs implements AutoCloseable {
  private static final String SYNCS = "fsync,fdatasync,msync";

  private final Process tracer;

  private SlowSyncs(Process tracer) {
    this.tracer = tracer;
  }

  /** True where processes can be traced. */
  static boolean arePossible() throws InterruptedException {
    try {
      Process tracer =
          new ProcessBuilder("strace", "-qq", "-e", "trace=none", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return tracer.waitFor(10, TimeUnit.SECONDS) && tracer.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  static SlowSyncs of(long pid, Duration delay) throws IOException {
    return new SlowSyncs(
        new ProcessBuilder(
                "strace",
                "-qq",
                "-f",
                "-p",
                Long.toString(pid),
                "-e",
                "trace=" + SYNCS,
                "-e",
                "inject="
                    + SYNCS
                    + ":delay_enter="
                    + TimeUnit.MILLISECONDS.toMicros(delay.toMillis()),
                "-o",
                "/dev/null")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  boolean areSlow() {
    return tracer.isAlive();
  }

  /** The process goes on untraced. */
  @Override
  public void close() throws IOException {
    tracer.destroy();
    try {
      if (!tracer.waitFor(30, TimeUnit.SECONDS)) {
        throw new IOException("Cannot stop the tracer " + tracer.pid());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
