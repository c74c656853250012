package io.datahem.contracts.decode;

import org.jspecify.annotations.Nullable;

/**
 * Reads an event without records in it, whose members are all written as nearly all are, and come
 * in the order in which they did before. Of every other it reads what is so at its start, and the
 * table ({@link MessagePlan}) goes on from there: so it only ever accepts.
 */
abstract class StraightLine {

  /**
   * Reads the event and writes its message. The run is told of each member that was taken.
   *
   * @param first the place behind the opening brace
   * @return the place behind the closing one; when anything is unusual, {@code ~place} of where the
   *     last member that was taken ends
   */
  abstract int read(DecodeRun run, int first, @Nullable Object @Nullable [] row);
}
