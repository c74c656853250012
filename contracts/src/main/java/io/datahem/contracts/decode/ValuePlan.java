package io.datahem.contracts.decode;

import org.jspecify.annotations.Nullable;

/** How one value is read, compiled for its type and its place. Thread-safe. */
abstract class ValuePlan {

  /**
   * Takes the value at the cursor and writes it to the wire, its tag before it. When the value is
   * none of its type, the run has failed, and what is returned means nothing.
   *
   * @param rows true when the value is wanted for a row
   * @return the value as its column holds it; null when it is not wanted, and for a record, list or
   *     map without any
   */
  abstract @Nullable Object read(DecodeRun run, boolean rows);

  /** The short way for the values that are written as nearly all are. */
  UsualForm usual() {
    return UsualForm.NONE;
  }

  /** True when JSON null is a value of the type instead of the absence of one. */
  boolean takesNull() {
    return false;
  }
}
