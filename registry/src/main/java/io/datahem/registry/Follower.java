package io.datahem.registry;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again whether somebody else has changed the store. A look that fails is said
 * once, and the next one is made all the same: what is known goes on being served.
 */
final class Follower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  private static final long LOOK_MILLIS = 200;
  private static final long STOP_MILLIS = 5_000;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread one = new Thread(work, "registry-follower");
            one.setDaemon(true);
            return one;
          });

  /** Whether the last look failed; of the one thread. */
  private boolean isLost;

  void start(Runnable look) {
    var unused =
        thread.scheduleWithFixedDelay(
            () -> look(look), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look(Runnable look) {
    try {
      look.run();
      if (isLost) {
        LOG.info("The registry's store is reached again");
      }
      isLost = false;
    } catch (RuntimeException e) {
      if (!isLost) {
        LOG.warn("Cannot look for changes in the registry's store; trying on", e);
      }
      isLost = true;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.warn("A look for changes is still under way");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
