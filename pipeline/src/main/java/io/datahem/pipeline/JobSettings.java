package io.datahem.pipeline;

import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a job can be told.
 *
 * @param owner names this run of the job; the next run has another name
 * @param partMillis how long a part of few files lasts; one of many lasts longer
 * @param maxPartEvents a part is closed at the latest when it covers so many events
 * @param maxPartBytes a part is closed at the latest when its files hold so many bytes
 * @param duplicateHorizon how long a caller's id is remembered
 * @param idDirectory where callers' ids are kept that do not fit into memory, on the worker; what
 *     is missing there is read from the raw table
 * @param maxIdsPerPartition how many callers' ids are remembered per log partition, 17.5 bytes each
 *     on the disk; beyond, the oldest go first
 * @param maxPendingManifests so many accepted manifests may wait for their tables; beyond, reading
 *     pauses
 */
public record JobSettings(
    String owner,
    int partMillis,
    int maxPartEvents,
    long maxPartBytes,
    Duration duplicateHorizon,
    String idDirectory,
    long maxIdsPerPartition,
    int maxPendingManifests)
    implements Serializable {

  /** What fits one machine. */
  public static JobSettings of(String owner) {
    return new JobSettings(
        owner,
        400,
        500_000,
        128L << 20,
        Duration.ofHours(24),
        Path.of(System.getProperty("java.io.tmpdir"), "datahem-ids", owner).toString(),
        128_000_000,
        10_000);
  }

  /** The same with another horizon for callers' ids. */
  public JobSettings withDuplicateHorizon(Duration horizon) {
    return new JobSettings(
        owner,
        partMillis,
        maxPartEvents,
        maxPartBytes,
        horizon,
        idDirectory,
        maxIdsPerPartition,
        maxPendingManifests);
  }

  /** The same with another length of parts. */
  public JobSettings withPartMillis(int millis) {
    return new JobSettings(
        owner,
        millis,
        maxPartEvents,
        maxPartBytes,
        duplicateHorizon,
        idDirectory,
        maxIdsPerPartition,
        maxPendingManifests);
  }

  /** The same with callers' ids kept elsewhere. */
  public JobSettings withIdDirectory(Path directory) {
    return new JobSettings(
        owner,
        partMillis,
        maxPartEvents,
        maxPartBytes,
        duplicateHorizon,
        directory.toString(),
        maxIdsPerPartition,
        maxPendingManifests);
  }
}
