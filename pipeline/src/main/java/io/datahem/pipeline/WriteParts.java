package io.datahem.pipeline;

import static java.util.Objects.requireNonNull;

import io.datahem.events.EventBatch;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * Decodes events and writes them to data files. A part is closed with the batch by which its time
 * has come ({@link PartCadence}); a partition that falls quiet has its part closed by the empty
 * batches of its reader. The engine has no say in it: its bundles end by the wall clock, which may
 * be set back, and then they do not end until it has caught up.
 */
final class WriteParts extends PTransform<PCollection<EventBatch>, PCollection<Part>> {
  private static final long serialVersionUID = 1L;

  private final transient JobParts ends;

  WriteParts(JobParts ends) {
    this.ends = ends;
  }

  @Override
  public PCollection<Part> expand(PCollection<EventBatch> batches) {
    return batches
        .apply("Write", ParDo.of(new Write(ends)))
        .setCoder(SerializableCoder.of(Part.class));
  }

  static final class Write extends DoFn<EventBatch, Part> {
    private static final long serialVersionUID = 1L;

    private final JobParts ends;
    private transient @Nullable Worker worker;

    Write(JobParts ends) {
      this.ends = ends;
    }

    @Setup
    public void setup() {
      worker = Worker.acquire(ends);
    }

    @ProcessElement
    public void process(@Element EventBatch batch, OutputReceiver<Part> parts) {
      OpenParts open = requireNonNull(worker).parts();
      Part full = open.add(batch);
      Part closed = full == null ? open.closeDue(batch.partition()) : full;
      if (closed != null) {
        parts.output(closed);
      }
    }

    @Teardown
    public void teardown() {
      if (worker != null) {
        worker.release();
        worker = null;
      }
    }
  }
}
