package io.datahem.pipeline;

import io.datahem.events.EventBatch;
import java.io.Serializable;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/** Where events come from. A serialisable value. */
public interface EventSource extends Serializable {

  /**
   * Reads the log for ever. Every partition is read by one reader at a time, from the end that
   * {@code manifests} grants with the claim (whatever position the engine restored), in order and
   * without holes between batches.
   */
  PTransform<PBegin, PCollection<EventBatch>> read(ManifestStore manifests);
}
