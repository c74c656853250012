package io.datahem.pipeline;

import io.datahem.events.EventBatch;
import java.io.Serializable;
import java.time.Duration;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/** Where events come from. A serialisable value. */
public interface EventSource extends Serializable {

  Duration HEARTBEAT = Duration.ofMillis(100);

  /** As long as a part may be open, and some. */
  Duration QUIET = Duration.ofMillis(PartCadence.LONGEST_MILLIS * 2L);

  /**
   * Reads the log for ever. Every partition is read by one reader at a time, from the end that
   * {@code manifests} grants with the claim (whatever position the engine restored), in order and
   * without holes between batches. While a partition has nothing new, for {@link #QUIET} after its
   * last event, an empty batch comes about every {@link #HEARTBEAT}: by it the time of what is
   * being written passes.
   */
  PTransform<PBegin, PCollection<EventBatch>> read(ManifestStore manifests);
}
