package io.datahem.contracts.decode;

import io.datahem.contracts.rules.Violation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of an event's bytes under a contract: a row, or the reason why there is none. */
public sealed interface Decoding {

  /**
   * A row of the contract's table.
   *
   * @param row one slot per column of the contract's {@code TablePlan}; the system columns' slots
   *     are null, the pipeline fills them
   * @param unknown JSON object of the undeclared fields by their place, null when there are none
   * @param wire the event as protobuf, null when the decoder was not asked for it
   * @param coercions how often a field (by its full name) took a value that only lenient decoding
   *     allows; empty in strict mode
   * @param violations the validation rules that the event breaks; empty when they are not checked
   */
  record Decoded(
      @Nullable Object[] row,
      @Nullable String unknown,
      byte @Nullable [] wire,
      Map<String, Integer> coercions,
      List<Violation> violations)
      implements Decoding {}

  /**
   * Why the event has no row.
   *
   * @param code the stable code
   * @param path JSON path of the offending value, e.g. {@code lines[3].unitPrice.amount}; empty for
   *     the whole
   * @param found what was found: type and at most 32 characters, nothing of a personal field
   * @param expected what was expected
   * @param offset the offset of the byte in question
   */
  record Rejected(Code code, String path, String found, String expected, int offset)
      implements Decoding {

    /** For people: what could not be read, what was found and what was expected. */
    public String message() {
      boolean whole = code == Code.JSON_MALFORMED || code == Code.JSON_INVALID_UTF8;
      return "Cannot read "
          + (path.isEmpty() ? "the event" : path)
          + ": found "
          + found
          + (whole ? " at byte " + offset : "")
          + ", expected "
          + expected;
    }
  }

  /**
   * The codes of rejected events, which are also dead letters' codes, metrics' labels and docs
   * anchors.
   */
  enum Code {
    /** Not JSON at all, truncated, or text after its end. */
    JSON_MALFORMED,
    /** Not UTF-8, or a lone surrogate. */
    JSON_INVALID_UTF8,
    /** No bytes, or only white space. */
    EVENT_EMPTY,
    /** Nested deeper than the limit. */
    JSON_TOO_DEEP,
    /** A field twice in one object. */
    JSON_DUPLICATE_FIELD,
    /** A value of another JSON type than the field takes. */
    FIELD_WRONG_TYPE,
    /** A number that does not fit the field's type. */
    FIELD_OUT_OF_RANGE,
    /** A text that the field's type cannot read: base64, timestamp, duration, number. */
    FIELD_INVALID_FORMAT,
    /** An enum value the contract does not have. */
    ENUM_UNKNOWN,
    /** Two members of one oneof. */
    ONEOF_CONFLICT,
    /** null where the mapping allows none. */
    FIELD_NULL,
    /** A field that the contract does not declare, where it allows none. */
    FIELD_UNKNOWN,
    /** An Any of a type that the contract does not know. */
    ANY_TYPE_UNKNOWN,
    /** A proto2 required field is missing. */
    FIELD_MISSING,
    /** A value that its column cannot hold: a date that is none, a decimal that does not fit. */
    COLUMN_INVALID,
    /** A text rule that took longer than its limit. */
    RULE_TOO_SLOW,
    /** A validation rule of the contract that the event breaks. */
    RULE_BROKEN
  }
}
