package io.datahem.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code up}'s second compiler waits for those who work, and nobody else does. */
@EnabledOnOs(OS.LINUX)
class CompilerPriorityTest {
  @TempDir Path temp;

  @Test
  void theSecondCompilerAloneComesAfterTheOthers() throws Exception {
    assumeThat(Stream.of("/usr/bin/renice", "/bin/renice").map(Path::of))
        .as("a machine that can")
        .anyMatch(Files::isExecutable);
    Path data = temp.resolve("data");
    Process process = Running.spawn(data);
    try {
      Running.await(data, process);
      long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      List<String> later = List.of();
      while (later.isEmpty() && System.nanoTime() < deadline) {
        later = later(process.pid());
        Thread.sleep(50);
      }
      assertThat(later).isNotEmpty().allMatch(name -> name.equals("C2 CompilerThre"));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** The names of the threads that come after the process's first one. */
  private static List<String> later(long pid) throws Exception {
    List<String> names = new ArrayList<>();
    List<Path> threads;
    try (Stream<Path> all = Files.list(Path.of("/proc", "" + pid, "task"))) {
      threads = all.toList();
    }
    int usual = nice(Path.of("/proc", "" + pid));
    for (Path thread : threads) {
      // One that has ended meanwhile is nobody's concern.
      if (Files.exists(thread) && nice(thread) > usual) {
        names.add(Files.readString(thread.resolve("comm")).strip());
      }
    }
    return names;
  }

  /** The nineteenth field; names may hold spaces, and stand in parentheses. */
  private static int nice(Path thread) throws Exception {
    String stat = Files.readString(thread.resolve("stat"));
    return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
  }
}
