package io.datahem.pipeline;

import java.io.Serializable;

/**
 * The ends a job is wired to. Values only: every worker opens its own clients.
 *
 * @param typed where events are published that their contract wants published
 */
public record JobParts(
    EventSource source,
    ContractFeed contracts,
    Warehouse warehouse,
    ManifestStore manifests,
    TypedStreams typed,
    JobSettings settings)
    implements Serializable {

  /** A job that publishes nothing. */
  public JobParts(
      EventSource source,
      ContractFeed contracts,
      Warehouse warehouse,
      ManifestStore manifests,
      JobSettings settings) {
    this(source, contracts, warehouse, manifests, NoTypedStreams.NONE, settings);
  }

  /** True when there is somewhere to publish to. */
  boolean publishes() {
    return typed != NoTypedStreams.NONE;
  }
}
