package io.datahem.events;

/**
 * An event read back from the log.
 *
 * @param offset its place within its partition
 * @param event the event
 */
public record LoggedEvent(long offset, Event event) {}
