package io.datahem.contracts.rules;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One rule of a scalar. Thread-safe. */
interface ValueCheck {

  /** The id of the rule that the value breaks, null when it keeps it. */
  @Nullable String broken(Object value);

  /** A rule that is broken by some values. */
  static ValueCheck of(String rule, Predicate<Object> isBroken) {
    return value -> isBroken.test(value) ? rule : null;
  }
}
