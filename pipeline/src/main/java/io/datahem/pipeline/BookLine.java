package io.datahem.pipeline;

import java.io.Serializable;

/**
 * A line of the books: how many events of a stream, collected in an hour, met one outcome.
 *
 * @param stream the stream's name, or whatever name the event came with when no contract has it
 * @param hour the hour of collection, hours since 1970 in UTC
 * @param outcome what they became
 * @param code the dead letters' or drops' code, empty for rows
 * @param count how many
 */
public record BookLine(String stream, long hour, Outcome outcome, String code, long count)
    implements Serializable {

  /** What an event became. */
  public enum Outcome {
    ROW,
    DEAD_LETTER,
    DROP
  }
}
