package io.datahem.connectors.kafka;

import io.datahem.pipeline.TypedStreams;
import io.datahem.pipeline.Warehouse.WrittenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Spools parts to files and publishes them, by a producer for each log partition. A publication
 * that fails, or whose partition another worker has taken, closes the partition's producer: the
 * next try starts with the mark as it is then.
 */
final class KafkaTypedSession implements TypedStreams.Session {
  private final KafkaTypedStreams streams;
  private final Path directory;
  private final Map<Integer, PartitionPublisher> publishers = new HashMap<>();
  private final StreamTopics topics;

  KafkaTypedSession(KafkaTypedStreams streams) {
    this.streams = streams;
    this.directory = Path.of(streams.directory());
    this.topics = new StreamTopics(streams);
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + directory + ": " + e.getMessage(), e);
    }
  }

  @Override
  public TypedStreams.Spool create() {
    return new TypedSpool(directory.resolve(UUID.randomUUID() + TypedSpool.SUFFIX));
  }

  @Override
  public synchronized void publish(Map<String, List<WrittenFile>> byToken) {
    for (List<WrittenFile> files : byToken.values()) {
      for (WrittenFile file : files) {
        publish(file);
      }
    }
  }

  private void publish(WrittenFile file) {
    SpoolRange range = SpoolRange.of(file.descriptor());
    PartitionPublisher publisher =
        publishers.computeIfAbsent(
            range.partition(), partition -> new PartitionPublisher(streams, topics, partition));
    boolean published = false;
    try {
      publisher.publish(Path.of(file.path()), range);
      published = true;
    } finally {
      if (!published) {
        publishers.remove(range.partition());
        publisher.close();
      }
    }
    discard(List.of(file));
  }

  @Override
  public void discard(Collection<WrittenFile> files) {
    for (WrittenFile file : files) {
      delete(Path.of(file.path()));
    }
  }

  @Override
  public int removeOrphans(Set<String> keep, Duration age) {
    Instant oldest = Instant.now().minus(age);
    int removed = 0;
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(each -> !keep.contains(each.toString())).toList()) {
        FileTime written = Files.getLastModifiedTime(file);
        if (file.toString().endsWith(TypedSpool.SUFFIX) && written.toInstant().isBefore(oldest)) {
          delete(file);
          removed++;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot tidy " + directory + ": " + e.getMessage(), e);
    }
    return removed;
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized void close() {
    publishers.values().forEach(PartitionPublisher::close);
    publishers.clear();
  }
}
