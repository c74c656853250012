package io.datahem.registry.subjects;

/** A request about subjects that is refused. Carries no stack trace: it is an expected end. */
public final class SubjectException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final SubjectProblem problem;

  /** A refusal, with what the caller is told. */
  public SubjectException(SubjectProblem problem, String message) {
    super(message, null, false, false);
    this.problem = problem;
  }

  public SubjectProblem problem() {
    return problem;
  }

  static SubjectException noSubject(SubjectName subject) {
    return new SubjectException(
        SubjectProblem.SUBJECT_NOT_FOUND, "Subject '" + subject + "' not found.");
  }

  static SubjectException noVersion(Object version) {
    return new SubjectException(
        SubjectProblem.VERSION_NOT_FOUND, "Version " + version + " not found.");
  }

  static SubjectException notPermitted(String message) {
    return new SubjectException(SubjectProblem.OPERATION_NOT_PERMITTED, message);
  }
}
