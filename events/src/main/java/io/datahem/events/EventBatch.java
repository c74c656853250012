package io.datahem.events;

import java.util.List;

/**
 * What one read of one partition brought, in the log's order. The element that flows through the
 * pipeline: the engine's cost per element is paid once per batch.
 *
 * @param partition the partition all events stand in
 * @param claim what the reader holds that partition by; see the pipeline's manifests
 * @param from the first position covered
 * @param end one past the last position covered: every position in {@code [from, end)} without an
 *     event here holds none (a log may leave gaps)
 * @param events the events, by rising offset
 * @param waiting how many positions the log holds behind this batch, as far as its reader knows; 0
 *     when it has caught up or does not know
 */
public record EventBatch(
    int partition, long claim, long from, long end, List<LoggedEvent> events, long waiting) {

  public EventBatch {
    events = List.copyOf(events);
    if (from > end) {
      throw new IllegalArgumentException(
          "Cannot cover [" + from + ", " + end + "): it ends before it starts");
    }
  }
}
