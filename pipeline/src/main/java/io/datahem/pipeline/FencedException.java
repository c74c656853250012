package io.datahem.pipeline;

/** A newer job works on the same tables: this one must stop and write nothing more. */
public final class FencedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The stable code. */
  public static final String CODE = "JOB_FENCED";

  public FencedException(String owner) {
    super(message(owner));
  }

  /** What to tell whoever runs the fenced job. */
  public static String message(String owner) {
    return CODE
        + " Cannot go on as job "
        + owner
        + ": a newer job has taken over its tables. Stop this one, or stop the newer and start this one again.";
  }
}
