package io.datahem.app.platform;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has HotSpot's second compiler wait for those who work. In the first minute it would take a whole
 * core for itself, which on a small machine is half of what there is, and events would wait. The
 * JVM's own options put the first compiler behind as well, which gains less. Linux alone can do it,
 * and where it cannot nothing changes.
 */
public final class CompilerPriority {
  /** More than theirs: a tenth of their share, when there is not enough for all. */
  private static final String NICE = "10";

  private static final Logger LOG = LoggerFactory.getLogger(CompilerPriority.class);
  private static final Path THREADS = Path.of("/proc/self/task");

  /** As the kernel has it, which keeps fifteen characters. */
  private static final String NAME = "C2 CompilerThre";

  /** Lowers it, as far as the machine lets it. Returns at once. */
  public static void lower() {
    try {
      List<String> command = new ArrayList<>(List.of("renice", "-n", NICE, "-p"));
      List<String> threads = threads();
      command.addAll(threads);
      if (!threads.isEmpty()) {
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
      }
    } catch (IOException e) {
      LOG.debug("The compiler's priority stays as it is.", e);
    }
  }

  /** The ids of its threads; none where the kernel does not tell. */
  private static List<String> threads() throws IOException {
    List<String> found = new ArrayList<>();
    if (Files.isDirectory(THREADS)) {
      try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
        for (Path thread : threads) {
          if (Files.readString(thread.resolve("comm")).strip().equals(NAME)) {
            found.add(String.valueOf(thread.getFileName()));
          }
        }
      }
    }
    return found;
  }

  private CompilerPriority() {}
}
