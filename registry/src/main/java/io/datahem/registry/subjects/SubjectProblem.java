package io.datahem.registry.subjects;

/** Every way a request about subjects is refused, with the code that clients know it by. */
public enum SubjectProblem {
  NOT_FOUND(404),
  SUBJECT_NOT_FOUND(40401),
  VERSION_NOT_FOUND(40402),
  SCHEMA_NOT_FOUND(40403),
  SUBJECT_SOFT_DELETED(40404),
  SUBJECT_NOT_SOFT_DELETED(40405),
  VERSION_SOFT_DELETED(40406),
  VERSION_NOT_SOFT_DELETED(40407),
  COMPATIBILITY_NOT_CONFIGURED(40408),
  MODE_NOT_CONFIGURED(40409),
  REQUEST_INVALID(400),
  METHOD_NOT_ALLOWED(405),
  CONTENT_TYPE_UNSUPPORTED(415),
  SCHEMA_INCOMPATIBLE(40901),
  SCHEMA_INVALID(42201),
  VERSION_INVALID(42202),
  COMPATIBILITY_INVALID(42203),
  MODE_INVALID(42204),
  OPERATION_NOT_PERMITTED(42205),
  REFERENCE_EXISTS(42206),
  SUBJECT_INVALID(42208),
  SCHEMA_TOO_LARGE(42209),
  RULE_SET_INVALID(42210),
  STORE_FAILED(50001),
  INTERNAL_ERROR(500),
  REGISTRY_BUSY(503);

  private static final int STATUS_DIGITS = 1_000;

  private final int code;

  SubjectProblem(int code) {
    this.code = code;
  }

  /** The code in an answer's body. */
  public int code() {
    return code;
  }

  /** The HTTP status: the first three digits of the code. */
  public int status() {
    return code < STATUS_DIGITS ? code : code / 100;
  }
}
