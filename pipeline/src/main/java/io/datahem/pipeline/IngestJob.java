package io.datahem.pipeline;

import io.datahem.events.EventBatch;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;

/**
 * The one job for every stream, to read from top to bottom.
 *
 * <p>What flows are batches: one read of one log partition. From the read to the acceptance of a
 * part there is no shuffle, so a partition's events pass in the log's order.
 */
public final class IngestJob {

  /** Adds the job's steps to a pipeline. */
  public static void build(Pipeline pipeline, JobParts ends) {
    PCollection<EventBatch> batches =
        pipeline.apply("Read log", ends.source().read(ends.manifests()));
    PCollection<Part> parts = batches.apply("Write parts", new WriteParts(ends));
    parts.apply("Settle parts", new SettleParts(ends));
  }

  private IngestJob() {}
}
