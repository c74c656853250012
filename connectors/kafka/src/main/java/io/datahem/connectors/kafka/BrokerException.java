package io.datahem.connectors.kafka;

/** Why the embedded broker cannot serve. */
public final class BrokerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is in the way. */
  public enum Reason {
    PORT_IN_USE,
    DIRECTORY_UNWRITABLE,
    BROKER_FAILED
  }

  private final Reason reason;

  BrokerException(Reason reason, String message, Throwable cause) {
    super(reason + " " + message, cause);
    this.reason = reason;
  }

  /** The stable code. */
  public Reason reason() {
    return reason;
  }
}
