package io.datahem.app.platform;

import io.datahem.app.settings.Settings;
import io.datahem.pipeline.IngestJob;
import io.datahem.pipeline.JobParts;
import io.datahem.pipeline.JobStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * The ingest job on Flink in this process. No checkpoints: what is accepted is in the manifests,
 * and readers start there, so the engine has nothing to remember.
 */
final class EmbeddedJob implements AutoCloseable {
  private static final String FLINK_CONFIG =
      """
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
      restart-strategy.exponential-delay.attempts-before-reset-backoff: infinite
      """;

  private final PipelineResult result;
  private final JobStatus status;

  private EmbeddedJob(PipelineResult result, JobStatus status) {
    this.result = result;
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
    options.setAttachedMode(false);
    options.setObjectReuse(true);
    options.setFasterCopy(true);
    options.setDisableMetrics(true);
    options.setMaxBundleSize(10_000L);
    options.setMaxBundleTimeMills((long) settings.partMillis());
    options.setAutoWatermarkInterval(1_000L);
    options.setShutdownSourcesAfterIdleMs(Long.MAX_VALUE);
    Pipeline pipeline = Pipeline.create(options);
    IngestJob.build(pipeline, ends);
    return new EmbeddedJob(pipeline.run(), JobStatus.of(ends.settings().owner()));
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

  JobStatus status() {
    return status;
  }

  @Override
  public void close() {
    try {
      result.cancel();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot stop the job: " + e.getMessage(), e);
    }
  }
}
