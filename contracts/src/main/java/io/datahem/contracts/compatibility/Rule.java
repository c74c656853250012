package io.datahem.contracts.compatibility;

import java.util.Optional;

/**
 * One way a change can break a reader: a code, why it breaks, the test, the fix.
 *
 * @param <T> what it looks at: a message, a field, an enum, a column, a contract
 */
public interface Rule<T> {

  /** The stable code. */
  String code();

  /** Why such a change breaks somebody, in a sentence. */
  String why();

  /** What to do instead, in a sentence. */
  String fix();

  /**
   * Looks at one element as it was and as it is to be.
   *
   * @return what changed, as {@code field 3 'amount' changed int32 -> string}; empty when nothing
   *     is broken
   */
  Optional<String> broken(T before, T after);
}
