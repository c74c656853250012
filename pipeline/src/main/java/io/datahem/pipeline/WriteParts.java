package io.datahem.pipeline;

import static java.util.Objects.requireNonNull;

import io.datahem.events.EventBatch;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decodes events and writes them to data files: one part per partition and bundle. The engine's
 * bundle limits (time and size) are the cadence, so an idle partition's part is closed as well.
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
    private transient @Nullable Map<Integer, OpenPart> open;
    private transient @Nullable Map<Integer, Ids> ids;

    /** A partition's ids hold for the claim they were read under. */
    private record Ids(long claim, SeenIds seen) {}

    Write(JobParts ends) {
      this.ends = ends;
    }

    @Setup
    public void setup() {
      worker = Worker.acquire(ends);
      open = new HashMap<>();
      ids = new HashMap<>();
    }

    @ProcessElement
    public void process(@Element EventBatch batch, OutputReceiver<Part> parts) {
      Map<Integer, OpenPart> open = requireNonNull(this.open);
      OpenPart part = open.get(batch.partition());
      if (part != null && !part.continuesWith(batch)) {
        // The reader was replaced: it starts at the accepted end again, so what is open here is
        // void.
        part.abort();
        open.remove(batch.partition());
        part = null;
      }
      if (part == null) {
        part = new OpenPart(requireNonNull(worker), batch, idsOf(batch));
        open.put(batch.partition(), part);
      }
      part.add(batch);
      if (part.isFull()) {
        open.remove(batch.partition());
        parts.output(part.close());
      }
    }

    @FinishBundle
    public void finish(FinishBundleContext context) {
      Map<Integer, OpenPart> open = requireNonNull(this.open);
      for (OpenPart part : open.values()) {
        context.output(part.close(), Instant.now(), GlobalWindow.INSTANCE);
      }
      open.clear();
    }

    @Teardown
    public void teardown() {
      if (open != null) {
        open.values().forEach(OpenPart::abort);
      }
      if (worker != null) {
        worker.release();
        worker = null;
      }
    }

    private SeenIds idsOf(EventBatch batch) {
      Map<Integer, Ids> ids = requireNonNull(this.ids);
      Ids known = ids.get(batch.partition());
      if (known == null || known.claim != batch.claim()) {
        known = new Ids(batch.claim(), requireNonNull(worker).recentIds(batch.partition()));
        ids.put(batch.partition(), known);
      }
      return known.seen;
    }
  }
}
