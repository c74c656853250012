package io.datahem.contracts.decode;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value at the parser's current token; afterwards the parser stands on the value's last
 * token.
 */
interface ValueReader {

  /**
   * Reads a value that is not null.
   *
   * @return the value as its column holds it; null for a record without any
   * @throws Rejection when the value is none of its type
   */
  @Nullable Object read(DecodeRun run) throws IOException;

  /** True when JSON null is a value of the type instead of the absence of one. */
  default boolean takesNull() {
    return false;
  }
}
