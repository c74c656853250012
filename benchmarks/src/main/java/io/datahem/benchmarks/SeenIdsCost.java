package io.datahem.benchmarks;

import io.datahem.pipeline.ids.IdCounts;
import io.datahem.pipeline.ids.SeenIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What it costs to know a retry by its id: CPU time and wall time of an id, and bytes of it, hour
 * by hour. One partition, one thread; one id in a hundred is a repeat of one of any hour.
 *
 * <p>Arguments: ids an hour, hours.
 */
public final class SeenIdsCost {
  private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();
  private static final long START_HOUR = 500_000;
  private static final SeenIds.Horizon HORIZON =
      new SeenIds.Horizon(Duration.ofHours(24), Duration.ZERO);
  private static final int REPEAT_EVERY = 100;

  private final SeenIds ids;
  private final int idsPerHour;
  private final Random random = new Random(1);
  private long offset;
  private long repeats;

  private SeenIdsCost(SeenIds ids, int idsPerHour) {
    this.ids = ids;
    this.idsPerHour = idsPerHour;
  }

  public static void main(String[] arguments) throws IOException {
    int idsPerHour = Integer.parseInt(arguments[0]);
    int hours = Integer.parseInt(arguments[1]);
    Path directory = Files.createTempDirectory("datahem-ids");
    IdCounts counts = new IdCounts();
    SeenIds ids = SeenIds.open(directory, 0, HORIZON, Long.MAX_VALUE, counts);
    SeenIdsCost cost = new SeenIdsCost(ids, idsPerHour);
    for (int hour = 0; hour < hours; hour++) {
      long begun = System.nanoTime();
      cost.hour(hour);
      double micros = (System.nanoTime() - begun) / 1e3 / idsPerHour;
      long bytes = bytes(directory);
      System.out.printf(
          "hour %d: %.2f us an id, %,d ids, %.1f bytes an id on disk, %d MB of heap%n",
          hour, micros, ids.size(), (double) bytes / counts.remembered(), heapMegabytes());
    }
    long begun = System.nanoTime();
    SeenIds again = SeenIds.open(directory, 0, HORIZON, Long.MAX_VALUE, new IdCounts());
    System.out.printf(
        "opened again in %.1f ms: %,d ids, %,d to read from the raw table; %,d repeats known%n",
        (System.nanoTime() - begun) / 1e6, again.size(), ids.size() - again.size(), cost.repeats);
  }

  private void hour(int hour) {
    long millis = (START_HOUR + hour) * HOUR_MILLIS;
    for (int i = 0; i < idsPerHour; i++) {
      boolean repeat = offset > 0 && i % REPEAT_EVERY == 0;
      long number = repeat ? random.nextLong(offset) : offset;
      long first = ids.firstOffset(new SeenIds.Seen("orders", id(number), offset, millis), 0);
      // A number that was a repeat itself never had an id of its own.
      if (first >= 0) {
        repeats++;
      } else if (repeat && number % REPEAT_EVERY != 0) {
        throw new IllegalStateException("Cannot find id " + number + " at offset " + offset);
      }
      offset++;
    }
  }

  private static String id(long number) {
    return new UUID(number * 0x9E37_79B9_7F4A_7C15L, ~number).toString();
  }

  private static long bytes(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static long heapMegabytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
  }
}
