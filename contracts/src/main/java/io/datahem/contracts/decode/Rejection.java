package io.datahem.contracts.decode;

import io.datahem.contracts.decode.Decoding.Code;

/**
 * The way out of a column's rules, which are applied to values and not to text. Carries no stack
 * trace.
 */
final class Rejection extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Code code;
  private final String found;
  private final String expected;

  Rejection(Code code, String found, String expected) {
    super(expected, null, false, false);
    this.code = code;
    this.found = found;
    this.expected = expected;
  }

  Code code() {
    return code;
  }

  String found() {
    return found;
  }

  String expected() {
    return expected;
  }
}
