package io.datahem.pipeline;

import io.datahem.pipeline.Warehouse.WrittenFile;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Nowhere to publish: contracts that ask for it are taken as if they did not. */
enum NoTypedStreams implements TypedStreams, TypedStreams.Session {
  NONE;

  @Override
  public Session open() {
    return this;
  }

  @Override
  public Spool create() {
    throw new IllegalStateException("Cannot publish events: this job has nowhere to");
  }

  @Override
  public void publish(Map<String, List<WrittenFile>> byToken) {
    throw new IllegalStateException(
        "Cannot publish events: this job has nowhere to, the one before had");
  }

  @Override
  public void discard(Collection<WrittenFile> files) {}

  @Override
  public int removeOrphans(Set<String> keep, Duration age) {
    return 0;
  }

  @Override
  public void close() {}
}
