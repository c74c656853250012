package io.datahem.contracts.compile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The protobuf compiler, as an executable of this platform that the jar carries. It is unpacked
 * once for all processes of this user ({@link ProtocCache}); what one process needs beside it lies
 * in a directory that only this user may enter, which {@link #close} removes. Thread-safe.
 */
final class Protoc implements AutoCloseable {
  static final int MAX_OUTPUT_BYTES = 1 << 20;
  private static final int LOOK_MILLIS = 20;

  private final Path home;
  private final Path executable;
  private final Path builtIn;

  private Protoc(Path home, Path executable, Path builtIn) {
    this.home = home;
    this.executable = executable;
    this.builtIn = builtIn;
  }

  static Protoc unpack() {
    try {
      Bundled protoc = Bundled.find();
      Path home = Files.createTempDirectory("datahem-protoc");
      Path builtIn = Files.createDirectory(home.resolve("include"));
      BuiltInProtos.extract(builtIn);
      return new Protoc(home, executable(protoc, home), builtIn);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unpack the protobuf compiler: " + e.getMessage(), e);
    }
  }

  private static Path executable(Bundled protoc, Path home) throws IOException {
    Optional<ProtocCache> cache =
        ProtocCache.ofUser(System.getenv(), System.getProperty("user.home", ""));
    if (cache.isPresent()) {
      try {
        return cache.get().executable(protoc);
      } catch (IOException e) {
        // A user who may write nothing there has one for this process alone.
      }
    }
    return new ProtocCache(home.resolve("bin")).executable(protoc);
  }

  /**
   * A run's end.
   *
   * @param output what it printed, at most {@link #MAX_OUTPUT_BYTES}
   * @param cut whether it printed more, and was ended for it
   */
  record Run(boolean ok, boolean timedOut, boolean cut, String output) {}

  /** A new directory for one compilation's sources. */
  Path workDirectory() throws IOException {
    return Files.createTempDirectory(home, "push");
  }

  /**
   * Compiles some of the sources.
   *
   * @param output where the descriptors go
   */
  Run compile(Sources sources, List<String> paths, Path output, Duration limit) throws IOException {
    List<String> arguments = new ArrayList<>(sources.mappings());
    arguments.add("--proto_path=" + builtIn);
    arguments.add("--descriptor_set_out=" + output);
    arguments.add("--include_imports");
    arguments.add("--include_source_info");
    arguments.addAll(paths);
    // Files relative to the working directory; and a command line has room for so many only.
    Path list = Files.createTempFile(home, "protoc", ".args");
    Path printed = Files.createTempFile(home, "protoc", ".out");
    try {
      Files.write(list, arguments);
      Process process =
          new ProcessBuilder(executable.toString(), "@" + list)
              .redirectErrorStream(true)
              .redirectOutput(printed.toFile())
              .directory(sources.directory().toFile())
              .start();
      process.getOutputStream().close();
      boolean ended = await(process, printed, limit);
      boolean cut = Files.size(printed) > MAX_OUTPUT_BYTES;
      return new Run(ended && process.exitValue() == 0, !ended && !cut, cut, read(printed));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Cannot compile: interrupted", e);
    } finally {
      Files.deleteIfExists(printed);
      Files.deleteIfExists(list);
    }
  }

  /** True when it ended by itself, in time and without a flood of errors. */
  private static boolean await(Process process, Path printed, Duration limit)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    long look = Math.min(limit.toMillis(), LOOK_MILLIS);
    while (!process.waitFor(look, TimeUnit.MILLISECONDS)) {
      if (System.nanoTime() > deadline || Files.size(printed) > MAX_OUTPUT_BYTES) {
        process.destroyForcibly().waitFor();
        return false;
      }
    }
    return true;
  }

  private static String read(Path printed) throws IOException {
    try (InputStream in = Files.newInputStream(printed)) {
      return new String(in.readNBytes(MAX_OUTPUT_BYTES), StandardCharsets.UTF_8);
    }
  }

  static void deleteTree(Path root) {
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                Path directory, @org.jspecify.annotations.Nullable IOException e)
                throws IOException {
              Files.deleteIfExists(directory);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      // What is left lies in the temporary directory of this user.
    }
  }

  @Override
  public void close() {
    deleteTree(home);
  }
}
