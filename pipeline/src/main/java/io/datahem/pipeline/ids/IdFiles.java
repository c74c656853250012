package io.datahem.pipeline.ids;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one log partition's ids, by hour, and up to which offset they hold every one. What
 * counts is a list that is replaced as a whole, after the files that it names are durable: a file
 * that it does not name is of no effect and goes. Where the list or a file is not whole all is
 * forgotten, to be read from the raw table. Not thread-safe.
 */
final class IdFiles {
  private static final Logger LOG = LoggerFactory.getLogger(IdFiles.class);
  private static final String LIST = "list";
  private static final String SUFFIX = ".ids";

  /** So many small files of an hour become one. */
  private static final int MAX_SMALL_FILES = 8;

  /** A larger file is not merged again. */
  private static final int MAX_SMALL_IDS = 1 << 21;

  private final Path directory;
  private final TreeMap<Long, List<IdFile>> hours = new TreeMap<>();
  private State state = new State(0, 0);
  private long ids;
  private long nextFile;

  /**
   * What is held.
   *
   * @param coveredEnd every id below this offset
   * @param grownAtMillis and those of other partitions from before the log grew then
   */
  record State(long coveredEnd, long grownAtMillis) {}

  private IdFiles(Path directory) {
    this.directory = directory;
  }

  /** Opens a directory, which is made when there is none. */
  static IdFiles open(Path directory) {
    IdFiles files = new IdFiles(directory);
    try {
      Files.createDirectories(directory);
      if (Files.exists(directory.resolve(LIST))) {
        files.read();
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("The ids under {} are read anew from the raw table", directory, e);
      files.hours.clear();
      files.ids = 0;
      files.state = new State(0, 0);
    }
    files.removeUnnamed();
    return files;
  }

  State state() {
    return state;
  }

  /** How many ids there are. */
  long size() {
    return ids;
  }

  /** The hours that have files. */
  NavigableMap<Long, List<IdFile>> hours() {
    return hours;
  }

  /**
   * A place an id was seen at in an hour or later ones, one before that of the event if there is
   * any; {@link IdPlace#NONE} when the id is in none of the files.
   *
   * @param of the event's own place
   */
  long find(long hash, long of, long fromHour) {
    long known = IdPlace.NONE;
    for (List<IdFile> hour : hours.tailMap(fromHour, true).descendingMap().values()) {
      for (IdFile file : hour) {
        long place = file.find(hash, of);
        if (place != IdPlace.NONE) {
          known = place;
          if (IdPlace.isBefore(place, IdPlace.offset(of))) {
            return place;
          }
        }
      }
    }
    return known;
  }

  /** Keeps tables of ids, durably, all or none. */
  void add(NavigableMap<Long, IdTable> tables, State now) {
    List<IdFile> replaced = new ArrayList<>();
    tables.forEach(
        (hour, table) -> {
          if (table.size() > 0) {
            keep(hour, write(table.sorted(), table.size()));
          }
        });
    long newest = hours.isEmpty() ? 0 : hours.lastKey();
    hours.forEach((hour, files) -> merge(files, hour == newest, replaced));
    state = now;
    writeList();
    replaced.forEach(this::remove);
  }

  /** Forgets all hours before one. */
  void forgetBefore(long hour) {
    List<IdFile> old = hours.headMap(hour).values().stream().flatMap(List::stream).toList();
    if (!old.isEmpty()) {
      hours.headMap(hour).clear();
      old.forEach(file -> ids -= file.size());
      writeList();
      old.forEach(this::remove);
    }
  }

  /** Forgets the file of the oldest hour that was written first. There must be one. */
  void forgetOldest() {
    Map.Entry<Long, List<IdFile>> oldest = hours.firstEntry();
    IdFile file = oldest.getValue().remove(0);
    if (oldest.getValue().isEmpty()) {
      hours.remove(oldest.getKey());
    }
    ids -= file.size();
    writeList();
    remove(file);
  }

  /** Forgets everything. */
  void clear() {
    state = new State(0, 0);
    forgetBefore(Long.MAX_VALUE);
  }

  private void keep(long hour, IdFile file) {
    hours.computeIfAbsent(hour, h -> new ArrayList<>()).add(file);
    ids += file.size();
  }

  /** Makes one of the small files of an hour: when they are many, or the hour is over. */
  private void merge(List<IdFile> files, boolean current, List<IdFile> replaced) {
    List<IdFile> small = files.stream().filter(file -> file.size() < MAX_SMALL_IDS).toList();
    if (small.size() < (current ? MAX_SMALL_FILES : 2)) {
      return;
    }
    int count = small.stream().mapToInt(IdFile::size).sum();
    files.removeAll(small);
    files.add(write(new MergedIds(small.stream().map(IdFile::sorted).toList()), count));
    replaced.addAll(small);
  }

  private IdFile write(IdCursor sorted, int count) {
    try {
      return IdFile.write(directory.resolve(nextFile++ + SUFFIX), sorted, count);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep ids in " + directory, e);
    }
  }

  private void writeList() {
    StringBuilder text = new StringBuilder();
    text.append(state.coveredEnd()).append(' ').append(state.grownAtMillis()).append('\n');
    hours.forEach(
        (hour, files) ->
            files.forEach(
                file ->
                    text.append(hour).append(' ').append(file.path().getFileName()).append('\n')));
    Path next = directory.resolve(LIST + ".next");
    try {
      Files.writeString(next, text);
      sync(next);
      Files.move(next, directory.resolve(LIST), StandardCopyOption.ATOMIC_MOVE);
      sync(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep ids in " + directory, e);
    }
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private void read() throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve(LIST));
    String[] head = lines.get(0).split(" ", -1);
    for (String line : lines.subList(1, lines.size())) {
      String[] entry = line.split(" ", -1);
      String name = entry[1];
      keep(Long.parseLong(entry[0]), IdFile.open(directory.resolve(name)));
      long number = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
      nextFile = Math.max(nextFile, number + 1);
    }
    state = new State(Long.parseLong(head[0]), Long.parseLong(head[1]));
  }

  private void removeUnnamed() {
    List<Path> named = hours.values().stream().flatMap(List::stream).map(IdFile::path).toList();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      for (Path file : files) {
        if (!named.contains(file)) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot tidy " + directory, e);
    }
  }

  private void remove(IdFile file) {
    try {
      Files.deleteIfExists(file.path());
    } catch (IOException e) {
      // It is named nowhere: the next start removes it.
      LOG.warn("Cannot remove {}", file.path(), e);
    }
  }
}
