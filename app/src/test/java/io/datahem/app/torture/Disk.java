package io.datahem.app.torture;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A small file system of its own (tmpfs, which takes root), so that it can be filled up. Without
 * the right to mount one it is a plain directory, and cannot be filled.
 */
final class Disk implements AutoCloseable {
  private final Path directory;
  private final boolean mounted;

  private Disk(Path directory, boolean mounted) {
    this.directory = directory;
    this.mounted = mounted;
  }

  static Disk mount(Path directory, int megabytes) throws IOException {
    Files.createDirectories(directory);
    boolean mounted =
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", directory.toString());
    return new Disk(directory, mounted);
  }

  private static boolean run(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  Path directory() {
    return directory;
  }

  boolean canBeFilled() {
    return mounted;
  }

  /** Leaves not a byte. */
  void fill() {
    byte[] block = new byte[1 << 20];
    for (int size = block.length; size > 0; size /= 16) {
      try (OutputStream out =
          Files.newOutputStream(directory.resolve("ballast-" + size + ".bin"))) {
        while (true) {
          out.write(block, 0, size);
        }
      } catch (IOException e) {
        // Full: the next smaller blocks take what is left.
      }
    }
  }

  void free() throws IOException {
    try (var files = Files.newDirectoryStream(directory, "ballast-*.bin")) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void close() {
    if (mounted && !run("umount", directory.toString())) {
      run("umount", "-l", directory.toString());
    }
  }
}
