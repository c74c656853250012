package io.datahem.connectors.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real broker on a directory of its own that can be stopped and started; one for all tests. */
final class TestBroker {
  static final int MAX_EVENT_BYTES = 2 << 20;
  private static @Nullable TestBroker shared;

  private final Path directory;
  private EmbeddedBroker broker;

  private TestBroker() {
    try {
      directory = Files.createTempDirectory(Path.of("target"), "broker").toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    broker = start(directory, 0);
  }

  static EmbeddedBroker start(Path directory, int port) {
    return EmbeddedBroker.start(
        new EmbeddedBroker.Settings(directory, port, MAX_EVENT_BYTES, false));
  }

  static synchronized TestBroker shared() {
    if (shared == null) {
      TestBroker started = new TestBroker();
      Runtime.getRuntime().addShutdownHook(new Thread(started::remove));
      shared = started;
    }
    return shared;
  }

  /** A new, empty topic. */
  EventTopic topic(int partitions) {
    EventTopic topic = new EventTopic(broker.bootstrap(), "test-" + UUID.randomUUID());
    topic.ensure(partitions, Duration.ofDays(7), MAX_EVENT_BYTES);
    return topic;
  }

  private void remove() {
    stop();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void stop() {
    broker.close();
  }

  /** Starts it again, where it was and on what it had. */
  void restart() {
    String bootstrap = broker.bootstrap();
    broker =
        start(directory, Integer.parseInt(bootstrap.substring(bootstrap.lastIndexOf(':') + 1)));
  }
}
