package io.datahem.pipeline;

import static java.util.Objects.requireNonNull;

import io.datahem.events.EventBatch;
import java.util.HashSet;
import java.util.Set;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decodes events and writes them to data files. Parts are closed at the end of a bundle, when their
 * time has come ({@link PartCadence}): a bundle should be a fraction of a part. A partition that
 * falls quiet has its part closed by the empty batches of its reader.
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

    /** The partitions of this bundle. */
    private transient @Nullable Set<Integer> touched;

    Write(JobParts ends) {
      this.ends = ends;
    }

    @Setup
    public void setup() {
      worker = Worker.acquire(ends);
      touched = new HashSet<>();
    }

    @ProcessElement
    public void process(@Element EventBatch batch, OutputReceiver<Part> parts) {
      requireNonNull(touched).add(batch.partition());
      Part full = requireNonNull(worker).parts().add(batch);
      if (full != null) {
        parts.output(full);
      }
    }

    @FinishBundle
    public void finish(FinishBundleContext context) {
      Set<Integer> touched = requireNonNull(this.touched);
      for (int partition : touched) {
        Part due = requireNonNull(worker).parts().closeDue(partition);
        if (due != null) {
          context.output(due, Instant.now(), GlobalWindow.INSTANCE);
        }
      }
      touched.clear();
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
