package io.datahem.app.platform;

import io.datahem.app.platform.DataDirectory.Endpoints;
import io.datahem.app.settings.Settings;
import io.datahem.collector.CollectorServer;
import io.datahem.collector.CollectorServer.Surroundings;
import io.datahem.collector.SpooledEventLog;
import io.datahem.connectors.iceberg.IcebergWarehouse;
import io.datahem.connectors.iceberg.SqliteManifestStore;
import io.datahem.connectors.kafka.EmbeddedBroker;
import io.datahem.connectors.kafka.EventTopic;
import io.datahem.connectors.kafka.KafkaEventLog;
import io.datahem.connectors.kafka.KafkaEventSource;
import io.datahem.connectors.kafka.KafkaTypedStreams;
import io.datahem.contracts.ContractSnapshot;
import io.datahem.pipeline.FencedException;
import io.datahem.pipeline.JobParts;
import io.datahem.pipeline.JobSettings;
import io.datahem.pipeline.JobStatus;
import io.datahem.registry.Registry;
import io.datahem.registry.RegistryServer;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Everything in one process, on one directory. Starts in the order in which things need each other
 * and stops in the reverse one; a start that fails half-way stops what it started.
 */
public final class Platform implements AutoCloseable {
  /** What a process ends with when a part of the platform cannot go on. */
  public static final int EXIT_PART_FAILED = 5;

  /** The envelope of an event in the log, above its body. */
  private static final int ENVELOPE_BYTES = 64 << 10;

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final Settings settings;
  private final DataDirectory data;
  private final Registry registry;
  private final Endpoints endpoints;
  private final JobStatus status;
  private final CompletableFuture<Optional<String>> ended = new CompletableFuture<>();

  private Platform(Settings settings) {
    this.settings = settings;
    try {
      data = keep(DataDirectory.take(settings.data()));
      data.checkPlace();
      CompletableFuture<EmbeddedBroker> broker = CompletableFuture.supplyAsync(this::startBroker);
      // Kept before it has started: one that is still starting when another part fails is stopped.
      keep(() -> join(broker).close());
      registry =
          keep(
              settings
                  .registry()
                  .store()
                  .map(Registry::open)
                  .orElseGet(() -> Registry.open(data.registry())));
      RegistryServer registryServer =
          keep(
              RegistryServer.start(
                  registry, settings.registry().host(), settings.registry().port()));
      String registryUrl = "http://" + settings.registry().host() + ":" + registryServer.port();
      EventTopic topic = new EventTopic(join(broker).bootstrap(), EventTopic.DEFAULT_NAME);
      topic.ensure(settings.log().partitions(), settings.log().retention(), maxEventBytes());
      status = startJob(topic, registryUrl);
      status.whenFenced(() -> ended.complete(Optional.of(FencedException.message("up"))));
      KafkaEventLog kafka =
          keep(new KafkaEventLog(topic, settings.collector().maxInFlightBytes(), maxEventBytes()));
      SpooledEventLog log =
          keep(SpooledEventLog.open(kafka, data.spool(), settings.spool().maxBytes()));
      CollectorServer collector =
          keep(
              CollectorServer.start(
                  settings.collector(),
                  new Surroundings(
                      log, this::isKnown, this::notReady, status::parked, metrics(log))));
      endpoints =
          new Endpoints(
              ProcessHandle.current().pid(),
              "http://" + settings.collector().host() + ":" + collector.port(),
              registryUrl,
              topic.bootstrap());
      data.publish(endpoints);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts everything; returns when every part serves. {@link #awaitReady} waits for the whole
   * path.
   */
  public static Platform start(Settings settings) {
    return new Platform(settings);
  }

  private EmbeddedBroker startBroker() {
    EmbeddedBroker.whenHalted(data.log(), Platform::halted);
    return EmbeddedBroker.start(
        new EmbeddedBroker.Settings(
            data.log(), settings.log().port(), maxEventBytes(), settings.log().flushEveryEvent()));
  }

  /** Nothing in this process can be trusted to stop in order any more. */
  private static void halted(String why) {
    System.err.println(why);
    Runtime.getRuntime().halt(EXIT_PART_FAILED);
  }

  /** Starts the job; twice when the log is to have more partitions. */
  private JobStatus startJob(EventTopic topic, String registryUrl) {
    LogGrowth growth =
        new LogGrowth(
            topic,
            SqliteManifestStore.under(DataDirectory.warehouse(data.root())),
            settings.log().partitions());
    EmbeddedJob job = newJob(topic, registryUrl);
    if (growth.isNeeded() && growth.awaitSettled()) {
      job.close();
      growth.grow();
      job = newJob(topic, registryUrl);
    }
    return keep(job).status();
  }

  private EmbeddedJob newJob(EventTopic topic, String registryUrl) {
    JobSettings job =
        JobSettings.of("up-" + UUID.randomUUID())
            .withIdDirectory(data.ids())
            .withPartMillis(settings.pipeline().partMillis())
            .withDuplicateHorizon(settings.pipeline().duplicateHorizon());
    Path warehouse = DataDirectory.warehouse(data.root());
    JobParts ends =
        new JobParts(
            new KafkaEventSource(topic, job.owner()),
            new RegistryFeed(registryUrl),
            IcebergWarehouse.under(warehouse).withTags(settings.pipeline().policyTags()),
            SqliteManifestStore.under(warehouse),
            new KafkaTypedStreams(
                topic,
                data.typed().toString(),
                settings.log().partitions(),
                settings.log().retention(),
                maxEventBytes()),
            job);
    return EmbeddedJob.start(ends, settings.pipeline(), data.run());
  }

  private PrometheusRegistry metrics(SpooledEventLog log) {
    PrometheusRegistry registry = new PrometheusRegistry();
    GaugeWithCallback.builder()
        .name("datahem_collector_spooled_bytes")
        .help("Events kept on the collector's disk until the log answers")
        .callback(gauge -> gauge.call((double) log.spooledBytes()))
        .register(registry);
    JobMetrics.register(registry, status);
    return registry;
  }

  private int maxEventBytes() {
    return settings.collector().maxBodyBytes() + ENVELOPE_BYTES;
  }

  private boolean isKnown(String stream) {
    return registry.snapshot().entries().stream()
        .map(ContractSnapshot.Entry::stream)
        .anyMatch(stream::equals);
  }

  private Optional<String> notReady() {
    if (status.isFenced()) {
      return Optional.of("The job has stopped: a newer one has taken over its tables.");
    }
    return status.isReady() ? Optional.empty() : Optional.of("The job is starting.");
  }

  /** Waits until an event sent now would go all the way. */
  public boolean awaitReady(Duration wait) throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    while (notReady().isPresent() && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    return notReady().isEmpty();
  }

  /**
   * Waits until it stops.
   *
   * @return why it cannot go on, when it was not stopped by {@link #close}
   */
  public Optional<String> awaitEnd() {
    return ended.join();
  }

  public Endpoints endpoints() {
    return endpoints;
  }

  public JobStatus status() {
    return status;
  }

  private <T extends AutoCloseable> T keep(T part) {
    started.push(part);
    return part;
  }

  private static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (java.util.concurrent.CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Stops everything: no more requests, then the job, then what they stood on. */
  @Override
  public void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        // The rest is stopped all the same; what is not settled is found again at the next start.
      }
    }
    ended.complete(Optional.empty());
  }
}
