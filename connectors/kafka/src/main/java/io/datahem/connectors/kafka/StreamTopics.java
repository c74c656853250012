package io.datahem.connectors.kafka;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The topics of streams, each made when its first event is published. Thread-safe. */
final class StreamTopics {
  private final KafkaTypedStreams streams;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  StreamTopics(KafkaTypedStreams streams) {
    this.streams = streams;
  }

  /** The name of a stream's topic, which is there. */
  String ensure(String stream) {
    EventTopic topic = streams.topic(stream);
    if (!known.contains(stream)) {
      topic.ensure(streams.partitions(), streams.retention(), streams.maxEventBytes());
      known.add(stream);
    }
    return topic.name();
  }
}
