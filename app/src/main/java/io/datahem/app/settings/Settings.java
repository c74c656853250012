package io.datahem.app.settings;

import io.datahem.collector.CollectorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What {@code datahem up} can be told. Each part checks itself; {@link SettingsReader} reports
 * every problem together.
 *
 * @param data the directory that holds everything
 * @param collector where events come in
 * @param spool where events wait while the log does not answer
 * @param registry where contracts come in
 * @param log the broker
 * @param pipeline the job
 */
public record Settings(
    Path data,
    CollectorSettings collector,
    Spool spool,
    Registry registry,
    Log log,
    Pipeline pipeline) {

  /**
   * The collector's spool.
   *
   * @param maxBytes how much may wait on the disk; beyond, events are refused for the time being
   */
  public record Spool(int maxBytes) {}

  /**
   * The registry.
   *
   * @param store the JDBC URL of the PostgreSQL that keeps contracts, which several registries may
   *     share; empty for a file below the data directory
   */
  public record Registry(String host, int port, Optional<String> store) {

    /** Without the store's URL, which may hold a password. */
    @Override
    public String toString() {
      return "Registry[host=" + host + ", port=" + port + ", store=" + store.map(url -> "…") + "]";
    }
  }

  /**
   * The embedded broker.
   *
   * @param port 0 for any free one
   * @param partitions of the event topic when it is made; more of them spread one job over more
   *     cores
   * @param retention how long the log keeps events (the raw table keeps them for ever)
   * @param flushEveryEvent true to survive a power cut of this very second
   */
  public record Log(int port, int partitions, Duration retention, boolean flushEveryEvent) {}

  /**
   * The job.
   *
   * @param parallelism how many threads decode and write
   * @param partMillis how long rows gather before they are committed: what freshness is made of;
   *     with rows of more than about thirty tables at once they gather longer
   * @param duplicateHorizon how long a caller's id is remembered
   * @param policyTags the regex of the policy tags that are put on columns
   */
  public record Pipeline(
      int parallelism, int partMillis, Duration duplicateHorizon, String policyTags) {}

  /** The settings nobody has to think about. */
  public static Settings defaults(Path data) {
    return new Settings(
        data,
        CollectorSettings.onPort(8080),
        new Spool(256 << 20),
        new Registry("127.0.0.1", 8081, Optional.empty()),
        new Log(9092, 2, Duration.ofDays(7), false),
        new Pipeline(2, 400, Duration.ofHours(24), ".*"));
  }

  /** Addresses that anybody but this machine can reach, by their settings' keys. */
  public List<String> openAddresses() {
    return List.of("collector.host=" + collector.host(), "registry.host=" + registry.host())
        .stream()
        .filter(
            key ->
                !key.endsWith("=127.0.0.1") && !key.endsWith("=localhost") && !key.endsWith("=::1"))
        .toList();
  }
}
