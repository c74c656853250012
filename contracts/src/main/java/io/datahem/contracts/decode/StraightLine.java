package io.datahem.contracts.decode;

import org.jspecify.annotations.Nullable;

/**
 * Reads an event without records in it, whose members are all written as nearly all are, and come
 * in the order in which they did before. It refuses every other, which the table ({@link
 * MessagePlan}) reads then: so it only ever accepts.
 */
abstract class StraightLine {

  /**
   * Reads the event and writes its message.
   *
   * @param first the place behind the opening brace
   * @return the place behind the closing one; {@link UsualForm#OTHER} when anything is unusual, a
   *     part of the message and the row is there then
   */
  abstract int read(DecodeRun run, int first, @Nullable Object @Nullable [] row);
}
