package io.datahem.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Node with the packages of the lock file, in a directory of the build. */
final class Node {
  private static final long INSTALL_SECONDS = 300;
  private static final long RUN_SECONDS = 120;

  private final Path sources = Path.of(required("interop.node"));
  private final Path work = Path.of(required("interop.work"));

  private static String required(String property) {
    String value = System.getProperty(property);
    if (value == null) {
      throw new IllegalStateException("Cannot run without -D" + property + ". Run with Maven.");
    }
    return value;
  }

  /** What a program printed, when it ended well. */
  record Output(boolean ok, String text) {}

  /** What is missing on the PATH. */
  static Optional<String> missing() throws InterruptedException {
    for (String program : List.of("node", "npm")) {
      if (!isThere(program)) {
        return Optional.of(
            "Others' clients were not tried: no '"
                + program
                + "' on the PATH, expected Node.js 20 or newer with npm.");
      }
    }
    return Optional.empty();
  }

  /** Installs the locked packages, unless they are there. */
  void install() throws IOException, InterruptedException {
    Files.createDirectories(work);
    Path installed = work.resolve("installed-lock.json");
    Path lock = sources.resolve("package-lock.json");
    if (!Files.exists(installed) || Files.mismatch(installed, lock) != -1) {
      copy("package.json");
      copy("package-lock.json");
      // No scripts: packages are not to run anything here but what is called.
      Output output =
          run(INSTALL_SECONDS, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
      if (!output.ok) {
        throw new IllegalStateException("Cannot install the locked packages: " + output.text);
      }
      Files.copy(lock, installed);
    }
  }

  private static boolean isThere(String program) throws InterruptedException {
    try {
      return new ProcessBuilder(program, "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private void copy(String name) throws IOException {
    Path target = work.resolve(name);
    Files.deleteIfExists(target);
    Files.copy(sources.resolve(name), target);
  }

  /** Runs a script of the sources. */
  Output script(String name, String... arguments) throws IOException, InterruptedException {
    copy(name);
    List<String> command = new ArrayList<>(List.of("node", name));
    command.addAll(List.of(arguments));
    return run(RUN_SECONDS, command.toArray(String[]::new));
  }

  private Output run(long seconds, String... command) throws IOException, InterruptedException {
    Path printed = Files.createTempFile(work, "printed", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(work.toFile())
              .redirectErrorStream(true)
              .redirectOutput(printed.toFile())
              .start();
      boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      String text = Files.readString(printed, StandardCharsets.UTF_8);
      return new Output(
          ended && process.exitValue() == 0,
          ended ? text : text + "\nnot done within " + seconds + " s");
    } finally {
      Files.deleteIfExists(printed);
    }
  }
}
