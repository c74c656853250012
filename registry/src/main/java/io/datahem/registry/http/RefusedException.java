package io.datahem.registry.http;

/**
 * A request that is refused, with the answer that says so. Carries no stack trace: it is an
 * expected end of a request.
 */
public class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Answer answer;

  /** A refusal; the message is for the log alone. */
  public RefusedException(Answer answer, String message) {
    super(message, null, false, false);
    this.answer = answer;
  }

  /** What the caller is told. */
  public Answer answer() {
    return answer;
  }
}
