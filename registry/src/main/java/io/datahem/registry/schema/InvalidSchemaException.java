package io.datahem.registry.schema;

/** A schema that cannot be: the message says why, for who sent it. Carries no stack trace. */
public final class InvalidSchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A refusal. */
  public InvalidSchemaException(String message) {
    super(message, null, false, false);
  }
}
