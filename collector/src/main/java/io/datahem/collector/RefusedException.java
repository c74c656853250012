package io.datahem.collector;

/** A request that is refused, with what to tell the caller. Carries no stack trace. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final CollectorProblem problem;

  RefusedException(CollectorProblem problem, String message) {
    super(message, null, false, false);
    this.problem = problem;
  }

  CollectorProblem problem() {
    return problem;
  }
}
