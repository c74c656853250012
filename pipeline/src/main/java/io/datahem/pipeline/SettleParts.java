package io.datahem.pipeline;

import static java.util.Objects.requireNonNull;

import io.datahem.pipeline.ManifestStore.Acceptance;
import io.datahem.pipeline.ManifestStore.Manifest;
import java.util.HashSet;
import java.util.Set;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.jspecify.annotations.Nullable;

/**
 * Fixes the outcome of each part by its manifest, then has its files committed. When an element is
 * done its manifest is durable; the commits follow in the background, and after a crash the next
 * worker makes those that are missing.
 */
final class SettleParts extends PTransform<PCollection<Part>, PDone> {
  private static final long serialVersionUID = 1L;

  private final transient JobParts ends;

  SettleParts(JobParts ends) {
    this.ends = ends;
  }

  @Override
  public PDone expand(PCollection<Part> parts) {
    parts.apply("Settle", ParDo.of(new Settle(ends)));
    return PDone.in(parts.getPipeline());
  }

  static final class Settle extends DoFn<Part, Void> {
    private static final long serialVersionUID = 1L;

    private final JobParts ends;
    private transient @Nullable Worker worker;

    Settle(JobParts ends) {
      this.ends = ends;
    }

    @Setup
    public void setup() {
      worker = Worker.acquire(ends);
    }

    @ProcessElement
    public void process(@Element Part part) {
      Worker worker = requireNonNull(this.worker);
      worker.settler().awaitRoom();
      Acceptance acceptance = worker.manifests().accept(part);
      switch (acceptance.verdict()) {
        case ACCEPTED -> {
          JobStatus.of(part.owner()).books().add(part.lines());
          worker.settler().submit(new Manifest(acceptance.id(), part, tables(part)));
        }
        // Its files may be those of an accepted part that the engine delivered again: left alone.
        case COVERED -> {}
        case STALE -> worker.warehouse().discard(part.files());
        case MISPLACED ->
            throw new IllegalStateException(
                "Cannot accept part "
                    + part.partition()
                    + ":"
                    + part.from()
                    + "-"
                    + part.end()
                    + ": it does not start at the accepted end. The readers start again.");
        case FENCED -> {
          JobStatus.of(part.owner()).nowFenced();
          throw new FencedException(part.owner());
        }
      }
    }

    @Teardown
    public void teardown() {
      if (worker != null) {
        worker.release();
        worker = null;
      }
    }

    private static Set<String> tables(Part part) {
      Set<String> tables = new HashSet<>();
      part.files().forEach(file -> tables.add(file.table()));
      return tables;
    }
  }
}
