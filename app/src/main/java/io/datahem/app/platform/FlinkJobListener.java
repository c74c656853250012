package io.datahem.app.platform;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.JobListener;
import org.jspecify.annotations.Nullable;

/**
 * Told by Flink of the job it starts, as the runner itself gives no handle to a job in this
 * process. Named in Flink's configuration, so Flink makes it.
 */
public final class FlinkJobListener implements JobListener {
  private static final LinkedBlockingQueue<JobClient> SUBMITTED = new LinkedBlockingQueue<>();

  public FlinkJobListener() {}

  /** The job that was started last, null when none was within the wait. */
  static @Nullable JobClient await(long seconds) throws InterruptedException {
    return SUBMITTED.poll(seconds, TimeUnit.SECONDS);
  }

  @Override
  public void onJobSubmitted(@Nullable JobClient client, @Nullable Throwable failure) {
    if (client != null) {
      SUBMITTED.add(client);
    }
  }

  @Override
  public void onJobExecuted(@Nullable JobExecutionResult result, @Nullable Throwable failure) {}
}
