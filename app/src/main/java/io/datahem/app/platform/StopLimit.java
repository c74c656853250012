package io.datahem.app.platform;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Bounds how long a process takes to stop. Whatever is not settled when it ends is found again at
 * the next start, as after a kill, so there is nothing that an end could wait for without end.
 */
public final class StopLimit {

  /** Less than the minute and a half after which systemd kills. */
  private static final Duration LIMIT = Duration.ofSeconds(45);

  private static final int FRAMES = 30;

  /**
   * Has the process stop something when it is asked to end, and end by itself with {@link
   * Platform#EXIT_PART_FAILED} and a word of what it waited for, should that take too long.
   */
  public static void onExit(Runnable stop) {
    onExit(stop, LIMIT, System.err);
  }

  static void onExit(Runnable stop, Duration limit, PrintStream says) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  watch(limit, says);
                  stop.run();
                },
                "datahem-stop"));
  }

  /** It goes on when the stop is done: others have something to stop as well. */
  private static void watch(Duration limit, PrintStream says) {
    Thread watch =
        new Thread(
            () -> {
              try {
                Thread.sleep(limit.toMillis());
              } catch (InterruptedException e) {
                return;
              }
              says.println(
                  "STOP_TIMED_OUT Not stopped within "
                      + limit.toSeconds()
                      + " s, so the process ends now. What was acknowledged is kept, and is gone on"
                      + " with at the next start. It waited for:"
                      + waitingFor());
              Runtime.getRuntime().halt(Platform.EXIT_PART_FAILED);
            },
            "datahem-stop-limit");
    watch.setDaemon(true);
    watch.start();
  }

  /** Where the threads stand that keep the process from ending. */
  private static String waitingFor() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> !entry.getKey().isDaemon())
        .map(StopLimit::text)
        .collect(Collectors.joining());
  }

  private static String text(Map.Entry<Thread, StackTraceElement[]> thread) {
    return Stream.of(thread.getValue())
        .limit(FRAMES)
        .map(frame -> "\n      " + frame)
        .collect(Collectors.joining("", "\n  " + thread.getKey().getName(), ""));
  }

  private StopLimit() {}
}
