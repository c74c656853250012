package io.datahem.events;

/** Why an event could not be published. The caller may try again with the same id. */
public final class LogException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Reason {
    /** The queue of events on their way is full: slow down. */
    LOG_BUSY,
    /** The log did not acknowledge in time or cannot be reached. */
    LOG_UNAVAILABLE,
    /** The log refuses this event for good: it is too large for it. */
    EVENT_TOO_LARGE
  }

  private final Reason reason;

  public LogException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public LogException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** The stable code. */
  public Reason reason() {
    return reason;
  }
}
