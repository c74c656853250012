package io.datahem.app.torture;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What a job keeps of callers' ids beside its tables, damaged as a bad disk would. */
final class KeptIds {

  /**
   * Damages some of the files, each in a way of its own: it is gone, ends early, or begins with
   * what was never written.
   *
   * @return how many
   */
  static int corrupt(Path data, Random random) throws IOException {
    int damaged = 0;
    for (Path file : files(data.resolve("ids"))) {
      if (random.nextBoolean()) {
        continue;
      }
      damaged++;
      switch (random.nextInt(3)) {
        case 0 -> Files.delete(file);
        case 1 -> cut(file, random);
        default -> overwrite(file, random);
      }
    }
    return damaged;
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private static void cut(Path file, Random random) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength((long) (open.length() * random.nextDouble()));
    }
  }

  private static void overwrite(Path file, Random random) throws IOException {
    byte[] noise = new byte[64];
    random.nextBytes(noise);
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.write(noise, 0, (int) Math.min(noise.length, open.length()));
    }
  }

  private KeptIds() {}
}
