package io.datahem.app.platform;

import io.datahem.connectors.kafka.EventTopic;
import io.datahem.pipeline.ManifestStore;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the log to the number of partitions that is asked for. With more partitions a key lands
 * elsewhere than before, and so does a retry; so everything collected before is settled first, and
 * the manifests keep the moment, from which on each partition's reader knows the others' older ids.
 * The order of a key's events is kept by the same means.
 */
final class LogGrowth {
  private static final Logger LOG = LoggerFactory.getLogger(LogGrowth.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final EventTopic topic;
  private final ManifestStore manifests;
  private final int found;
  private final int wanted;

  LogGrowth(EventTopic topic, ManifestStore manifests, int wanted) {
    this.topic = topic;
    this.manifests = manifests;
    this.wanted = wanted;
    this.found = topic.partitions();
  }

  /** True when partitions are to be added; says so when they would have to be taken away. */
  boolean isNeeded() {
    if (wanted < found) {
      LOG.warn(
          "Cannot shrink the log: log.partitions is {}, expected at least the {} it has. It keeps"
              + " them; set log.partitions to {}, or start with a new data directory.",
          wanted,
          found,
          found);
    }
    return wanted > found;
  }

  /**
   * Waits until everything in the log is settled. Nobody may publish meanwhile.
   *
   * @return false when it takes too long: the log stays as it is until the next start
   */
  boolean awaitSettled() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Map<Integer, Long> ends = topic.ends();
    try (ManifestStore.Session session = manifests.open()) {
      while (!covers(session.settledEnds(), ends)) {
        if (System.nanoTime() > deadline) {
          LOG.warn(
              "Cannot grow the log from {} to {} partitions: events are still on their way to"
                  + " their tables after {} s, expected none. The next start tries again.",
              found,
              wanted,
              PATIENCE.toSeconds());
          return false;
        }
        Thread.sleep(50);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean covers(Map<Integer, Long> settled, Map<Integer, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> settled.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }

  /** Adds the partitions. Nothing may read the log meanwhile: a job finds them when it starts. */
  void grow() {
    try (ManifestStore.Session session = manifests.open()) {
      // Kept first: when the log does not grow after all, ids are looked for where none are.
      session.noteGrowth(System.currentTimeMillis());
    }
    topic.grow(wanted);
    LOG.info("The log has grown from {} to {} partitions.", found, wanted);
  }
}
