package io.datahem.contracts.decode;

import io.datahem.contracts.decode.Decoding.Code;
import org.jspecify.annotations.Nullable;

/**
 * The way out of a decoding, from wherever the offending value stands. Carries no stack trace: a
 * rejected event costs what a good one does.
 */
final class Rejection extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Code code;
  private final String found;
  private final String expected;
  private final @Nullable String path;

  Rejection(Code code, String found, String expected) {
    this(code, found, expected, null);
  }

  private Rejection(Code code, String found, String expected, @Nullable String path) {
    super(expected, null, false, false);
    this.code = code;
    this.found = found;
    this.expected = expected;
    this.path = path;
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

  /** Where it stands, null while the parser still says it. */
  @Nullable String path() {
    return path;
  }

  Rejection at(String place) {
    return new Rejection(code, found, expected, place);
  }
}
