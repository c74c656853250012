package io.datahem.contracts.decode;

import org.jspecify.annotations.Nullable;

/** How the JSON form of a message type is read. Thread-safe. */
abstract class BodyPlan {

  /**
   * Takes the value at the cursor and writes the message's fields, without tag or length before
   * them.
   *
   * @return as of {@link ValuePlan#read}
   */
  abstract @Nullable Object read(DecodeRun run, boolean rows);

  /** True when JSON null is a value of the type instead of the absence of one. */
  boolean takesNull() {
    return false;
  }

  /** True when it is a JSON object of the message's fields, to which an Any adds its type. */
  boolean isObject() {
    return false;
  }
}
