package io.datahem.connectors.kafka;

import io.datahem.events.EventBatch;
import io.datahem.pipeline.EventSource;
import io.datahem.pipeline.ManifestStore;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads the topic in batches.
 *
 * @param topic the topic
 * @param owner the job's name, under which its readers claim partitions
 */
public record KafkaEventSource(EventTopic topic, String owner) implements EventSource {
  private static final long serialVersionUID = 1L;

  @Override
  public PTransform<PBegin, PCollection<EventBatch>> read(ManifestStore manifests) {
    return Read.from(new BatchSource(topic, owner, manifests, java.util.List.of()));
  }
}
