package io.datahem.app.torture;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A wall clock of the victim's own, which can jump: a library that is preloaded, made here of
 * {@code clock.c}, which takes a C compiler. Without one the clock is the true one. The monotonic
 * clock is the true one always, as it is when an operator sets the time.
 */
final class ShiftedClock {
  private final Path offset;
  private final Path library;
  private final boolean made;

  /**
   * A clock that is right so far.
   *
   * @param directory where its library is made, and what says how wrong it is
   */
  ShiftedClock(Path directory) throws IOException, InterruptedException {
    this.offset = directory.resolve("clock");
    this.library = directory.resolve("clock.so");
    jumpTo(Duration.ZERO);
    this.made = make(directory.resolve("clock.c"));
  }

  private boolean make(Path source) throws IOException, InterruptedException {
    try (InputStream text = ShiftedClock.class.getResourceAsStream("/torture/clock.c")) {
      Files.copy(requireNonNull(text), source, StandardCopyOption.REPLACE_EXISTING);
    }
    try {
      Process compiler =
          new ProcessBuilder(
                  "cc", "-O1", "-shared", "-fPIC", "-o", library.toString(), source.toString())
              .inheritIO()
              .start();
      return compiler.waitFor(60, TimeUnit.SECONDS) && compiler.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  boolean canJump() {
    return made;
  }

  /** What makes a process read this clock. */
  Map<String, String> environment() {
    return made
        ? Map.of("LD_PRELOAD", library.toString(), "TORTURE_CLOCK", offset.toString())
        : Map.of();
  }

  /** From now on it is wrong by so much. */
  void jumpTo(Duration wrongBy) throws IOException {
    ByteBuffer seconds = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    seconds.putLong(wrongBy.toSeconds()).flip();
    try (FileChannel file =
        FileChannel.open(offset, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.write(seconds, 0);
    }
  }
}
