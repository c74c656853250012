package io.datahem.pipeline;

import java.io.Serializable;

/** The ends a job is wired to. Values only: every worker opens its own clients. */
public record JobParts(
    EventSource source,
    ContractFeed contracts,
    Warehouse warehouse,
    ManifestStore manifests,
    JobSettings settings)
    implements Serializable {}
