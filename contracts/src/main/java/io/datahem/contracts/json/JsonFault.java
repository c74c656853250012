package io.datahem.contracts.json;

/** Why bytes are no JSON text that is read here. */
public enum JsonFault {
  /** The text ends before its value does. */
  ENDS_EARLY("it ends too early"),
  /** A byte that the grammar of RFC 8259 does not allow where it stands. */
  NOT_JSON("what is not JSON"),
  /** Something follows the value. */
  TEXT_AFTER_END("text after its end"),
  /** Bytes that are not UTF-8. */
  NOT_UTF8("bytes that are not UTF-8"),
  /** An escaped surrogate without its other half. */
  LONE_SURROGATE("a lone surrogate"),
  /** More objects and lists within each other than {@link JsonCursor#MAX_DEPTH}. */
  TOO_DEEP("nesting deeper than " + JsonCursor.MAX_DEPTH),
  /** A number of more than {@link JsonCursor#MAX_NUMBER_BYTES}. */
  NUMBER_TOO_LONG("a number of more than " + JsonCursor.MAX_NUMBER_BYTES + " characters");

  private final String found;

  JsonFault(String found) {
    this.found = found;
  }

  /** What was found, for a message. */
  public String found() {
    return found;
  }
}
