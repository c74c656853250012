package io.datahem.events;

/**
 * Where an event stands in the log; the identity of its processing.
 *
 * @param partition the log's partition, from 0
 * @param offset the place within the partition, from 0, growing with every event
 */
public record LogPosition(int partition, long offset) {

  /** Of an event that is kept durably and follows into the log later: it has no place yet. */
  public static final LogPosition SPOOLED = new LogPosition(-1, -1);
}
