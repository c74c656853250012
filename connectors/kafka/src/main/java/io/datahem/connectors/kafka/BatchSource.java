package io.datahem.connectors.kafka;

import io.datahem.events.EventBatch;
import io.datahem.pipeline.ManifestStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * A source whose element is a batch: the engine's cost per element is paid once per poll.
 * Partitions are shared out when the job starts; one added later is read from the next start on.
 */
final class BatchSource extends UnboundedSource<EventBatch, BatchSource.Mark> {
  private static final long serialVersionUID = 1L;

  private final EventTopic topic;
  private final String owner;
  private final ManifestStore manifests;

  /** Empty before the split. */
  private final ArrayList<Integer> partitions;

  BatchSource(EventTopic topic, String owner, ManifestStore manifests, List<Integer> partitions) {
    this.topic = topic;
    this.owner = owner;
    this.manifests = manifests;
    this.partitions = new ArrayList<>(partitions);
  }

  /**
   * What an engine keeps in its checkpoints. It says nothing: a reader starts where the manifests
   * say, so that engine and tables can never disagree.
   */
  static final class Mark implements UnboundedSource.CheckpointMark, java.io.Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public void finalizeCheckpoint() {}

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Mark;
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }

  @Override
  public List<BatchSource> split(int desiredSplits, PipelineOptions options) {
    int count = topic.partitions();
    int groups = Math.max(1, Math.min(desiredSplits, count));
    List<List<Integer>> shares = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      shares.add(new ArrayList<>());
    }
    for (int partition = 0; partition < count; partition++) {
      shares.get(partition % groups).add(partition);
    }
    return shares.stream().map(share -> new BatchSource(topic, owner, manifests, share)).toList();
  }

  @Override
  public UnboundedReader<EventBatch> createReader(PipelineOptions options, @Nullable Mark mark)
      throws IOException {
    return new BatchReader(this);
  }

  EventTopic topic() {
    return topic;
  }

  String owner() {
    return owner;
  }

  ManifestStore manifests() {
    return manifests;
  }

  List<Integer> partitions() {
    if (partitions.isEmpty()) {
      // An engine that does not split reads all of it in one reader.
      for (int partition = 0; partition < topic.partitions(); partition++) {
        partitions.add(partition);
      }
    }
    return partitions;
  }

  @Override
  public Coder<Mark> getCheckpointMarkCoder() {
    return SerializableCoder.of(Mark.class);
  }

  @Override
  public Coder<EventBatch> getOutputCoder() {
    return new EventBatchCoder();
  }
}
