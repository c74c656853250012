package io.datahem.contracts.infer;

/**
 * No contract can be inferred: the input is no sample of events, or is beyond a limit. The message
 * says where, and quotes nothing of the input but key names.
 */
public final class InferenceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Code code;

  /** Whose fault it is: always the input's. */
  public enum Code {
    /** There is no event in it. */
    INPUT_EMPTY,
    /** Not JSON, not UTF-8, or a name twice in one object. */
    INPUT_NOT_JSON,
    /** An event is no JSON object. */
    EVENT_NOT_OBJECT,
    /** Beyond one of {@link InferenceLimits}. */
    LIMIT_EXCEEDED,
    /** The message's name is none of protobuf. */
    NAME_INVALID
  }

  InferenceException(Code code, String message) {
    super(code + " " + message);
    this.code = code;
  }

  public Code code() {
    return code;
  }
}
