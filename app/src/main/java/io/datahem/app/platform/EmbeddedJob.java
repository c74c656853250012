package io.datahem.app.platform;

import io.datahem.app.settings.Settings;
import io.datahem.pipeline.IngestJob;
import io.datahem.pipeline.JobParts;
import io.datahem.pipeline.JobStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.core.execution.JobClient;
import org.jspecify.annotations.Nullable;

/**
 * The ingest job on Flink in this process. No checkpoints: what is accepted is in the manifests,
 * and readers start there, so the engine has nothing to remember.
 */
final class EmbeddedJob implements AutoCloseable {
  private static final int START_SECONDS = 60;
  private static final int STOP_SECONDS = 6;

  /**
   * Nothing waits for the end of a bundle, as that comes late when the wall clock is set back: so
   * it comes late always, and whatever waited for it would be seen to.
   */
  private static final long BUNDLE_MILLIS = 3_600_000;

  private static final String FLINK_CONFIG =
      """
      execution.job-listeners: io.datahem.app.platform.FlinkJobListener
      jobmanager.bind-host: 127.0.0.1
      jobmanager.rpc.address: 127.0.0.1
      taskmanager.bind-host: 127.0.0.1
      taskmanager.host: 127.0.0.1
      rest.bind-address: 127.0.0.1
      taskmanager.memory.network.min: 16mb
      taskmanager.memory.network.max: 16mb
      taskmanager.memory.managed.size: 1mb
      restart-strategy.type: exponential-delay
      restart-strategy.exponential-delay.initial-backoff: 500ms
      restart-strategy.exponential-delay.max-backoff: 10s
      """;

  private final JobClient client;
  private final JobStatus status;

  private EmbeddedJob(JobClient client, JobStatus status) {
    this.client = client;
    this.status = status;
  }

  static EmbeddedJob start(JobParts ends, Settings.Pipeline settings, Path run) {
    FlinkPipelineOptions options = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    options.setJobName("datahem-ingest");
    options.setFlinkMaster("[local]");
    options.setFlinkConfDir(flinkConfig(run).toString());
    options.setParallelism(settings.parallelism());
    options.setStreaming(true);
    options.setObjectReuse(true);
    options.setFasterCopy(true);
    options.setDisableMetrics(true);
    options.setMaxBundleSize(10_000L);
    options.setMaxBundleTimeMills(BUNDLE_MILLIS);
    options.setAutoWatermarkInterval(1_000L);
    options.setShutdownSourcesAfterIdleMs(Long.MAX_VALUE);
    Pipeline pipeline = Pipeline.create(options);
    IngestJob.build(pipeline, ends);
    return run(pipeline, JobStatus.of(ends.settings().owner()));
  }

  /**
   * In this process the runner's own call returns when the job ends: it has a thread of its own.
   */
  private static EmbeddedJob run(Pipeline pipeline, JobStatus status) {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                var unused = pipeline.run();
              } catch (RuntimeException e) {
                failure.set(e);
              }
            },
            "datahem-job");
    thread.setDaemon(true);
    thread.start();
    try {
      for (int waited = 0; waited < START_SECONDS && failure.get() == null; waited++) {
        JobClient client = FlinkJobListener.await(1);
        if (client != null) {
          status.whenFenced(() -> cancel(client));
          return new EmbeddedJob(client, status);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IllegalStateException(
        "JOB_FAILED Cannot start the job: " + rootOf(failure.get()), failure.get());
  }

  private static String rootOf(@Nullable Throwable failure) {
    Throwable root = failure;
    while (root != null && root.getCause() != null) {
      root = root.getCause();
    }
    return root == null ? "it was not submitted in time" : root.toString();
  }

  private static Path flinkConfig(Path run) {
    try {
      Path directory = Files.createDirectories(run.resolve("flink"));
      Files.writeString(directory.resolve("flink-conf.yaml"), FLINK_CONFIG);
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + run + ": " + e.getMessage(), e);
    }
  }

  /** The engine would start a fenced job again and again. */
  private static void cancel(JobClient client) {
    var unused = client.cancel();
  }

  JobStatus status() {
    return status;
  }

  @Override
  public void close() {
    try {
      client.cancel().get(STOP_SECONDS, TimeUnit.SECONDS);
      client
          .getJobExecutionResult()
          .handle((result, cancelled) -> true)
          .get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // It ends with the process; what it has not settled is found again.
    }
  }
}
