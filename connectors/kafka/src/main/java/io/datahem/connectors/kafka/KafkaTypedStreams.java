package io.datahem.connectors.kafka;

import io.datahem.pipeline.TypedStreams;
import java.io.Serializable;
import java.time.Duration;

/**
 * Publishes events to a topic for each stream, exactly once for readers of committed records: a
 * part's records and the mark that says so are one transaction. The mark is the committed offset of
 * group {@link #GROUP} in the topic that the events came from, one past the last position whose
 * events are published.
 *
 * @param source the topic that the events came from
 * @param directory where parts wait for their acceptance; as durable as the manifests, and the same
 *     one for all workers
 * @param partitions how many partitions a stream's topic gets
 * @param retention how long a stream's topic keeps events
 * @param maxEventBytes the largest event
 */
public record KafkaTypedStreams(
    EventTopic source, String directory, int partitions, Duration retention, int maxEventBytes)
    implements TypedStreams, Serializable {
  private static final long serialVersionUID = 1L;

  /** The consumer group whose committed offsets are the marks. */
  public static final String GROUP = "datahem.typed";

  /** What stands before a stream's name in its topic's. */
  public static final String PREFIX = "typed.";

  @Override
  public Session open() {
    return new KafkaTypedSession(this);
  }

  /** The topic of a stream. */
  EventTopic topic(String stream) {
    return new EventTopic(source.bootstrap(), PREFIX + stream);
  }
}
