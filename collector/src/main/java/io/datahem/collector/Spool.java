package io.datahem.collector;

import io.datahem.events.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Events on the disk, in order, in numbered files that are removed oldest first. What is added is
 * on the disk, name and bytes, when the call returns. A record that a crash or a full disk cut
 * short ends its file; nobody was told that it is kept. Thread-safe.
 */
final class Spool implements AutoCloseable {
  /** A file is read and removed as a whole. */
  static final long FILE_BYTES = 4 << 20;

  /** The file of what the log will never take. */
  static final String ASIDE = "refused.bin";

  private static final Pattern NAME = Pattern.compile("spool-(\\d{12})\\.bin");

  private final Path directory;

  /** Bytes by number. */
  private final TreeMap<Long, Long> files = new TreeMap<>();

  private @Nullable FileChannel channel;

  private Spool(Path directory) {
    this.directory = directory;
  }

  /**
   * The events of one file.
   *
   * @param number what {@link #remove} wants
   */
  record Piece(long number, List<Event> events) {}

  /** Opens the spool of a directory with whatever is left in it; makes the directory. */
  static Spool open(Path directory) throws IOException {
    Spool spool = new Spool(directory);
    Files.createDirectories(directory);
    try (Stream<Path> left = Files.list(directory)) {
      for (Path file : left.toList()) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        if (name.matches()) {
          spool.files.put(Long.valueOf(name.group(1)), Files.size(file));
        }
      }
    }
    return spool;
  }

  synchronized boolean isEmpty() {
    return files.isEmpty();
  }

  synchronized long bytes() {
    return files.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Adds records, all of them durably or, by what a caller may rely on, none. */
  synchronized void add(List<byte[]> records) throws IOException {
    try {
      FileChannel out = channel == null ? newFile() : channel;
      for (byte[] record : records) {
        ByteBuffer left = ByteBuffer.wrap(record);
        while (left.hasRemaining()) {
          out.write(left);
        }
      }
      out.force(false);
      files.put(files.lastKey(), out.position());
      if (out.position() >= FILE_BYTES) {
        closeFile();
      }
    } catch (IOException e) {
      // What was cut short ends this file: the next one starts afresh.
      closeFile();
      throw e;
    }
  }

  private FileChannel newFile() throws IOException {
    long number = files.isEmpty() ? 1 : files.lastKey() + 1;
    FileChannel opened =
        FileChannel.open(
            file(number),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    channel = opened;
    files.put(number, 0L);
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
    return opened;
  }

  private void closeFile() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }

  /** The oldest events; null when there are none. What is added from now on goes behind them. */
  synchronized @Nullable Piece oldest() throws IOException {
    if (files.isEmpty()) {
      return null;
    }
    long number = files.firstKey();
    if (number == files.lastKey()) {
      closeFile();
    }
    return new Piece(number, SpoolRecord.decode(Files.readAllBytes(file(number))));
  }

  /** Lets go of a piece whose events are in the log. */
  synchronized void remove(long number) throws IOException {
    Files.deleteIfExists(file(number));
    files.remove(number);
  }

  /** Keeps an event that the log will never take, for a person to look at. */
  synchronized void setAside(Event event) throws IOException {
    try (FileChannel aside =
        FileChannel.open(
            directory.resolve(ASIDE),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.APPEND)) {
      ByteBuffer record = ByteBuffer.wrap(SpoolRecord.encode(event));
      while (record.hasRemaining()) {
        aside.write(record);
      }
      aside.force(false);
    }
  }

  private Path file(long number) {
    return directory.resolve(String.format("spool-%012d.bin", number));
  }

  @Override
  public synchronized void close() throws IOException {
    closeFile();
  }
}
