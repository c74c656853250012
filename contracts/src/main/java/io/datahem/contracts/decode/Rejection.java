package io.datahem.contracts.decode;

import io.datahem.contracts.decode.Decoding.Code;

/**
 * What a column's rules, which are applied to values and not to text, make of a value that they
 * refuse. It is returned as values are: to throw it would cost more than most rules.
 */
record Rejection(Code code, String found, String expected) {

  /** Of a text that its column cannot hold. */
  static Rejection invalid(String text, String expected) {
    return new Rejection(Code.COLUMN_INVALID, Found.text("string", text), expected);
  }

  /** Of a text that its regex would look at for too long. */
  static Rejection tooSlow(String text, String expected) {
    return new Rejection(Code.RULE_TOO_SLOW, Found.text("string", text), expected);
  }
}
