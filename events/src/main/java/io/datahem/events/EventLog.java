package io.datahem.events;

import java.util.concurrent.CompletableFuture;

/** Where events are published: durable, partitioned, ordered within a partition. Thread-safe. */
public interface EventLog extends AutoCloseable {

  /**
   * Publishes an event. Events with the same {@link Attributes#KEY} (else the same source and id)
   * land in the same partition, so a retry lands where the first try did.
   *
   * @return completes with the position once every in-sync replica has the event, or with {@link
   *     LogPosition#SPOOLED} once it is kept on a disk and will follow; completes exceptionally
   *     with a {@link LogException} when the event may not be in the log. Never blocks: a full
   *     queue is a failed future
   */
  CompletableFuture<LogPosition> publish(Event event);

  /** Waits for what is under way, then lets go of the log. */
  @Override
  void close();
}
