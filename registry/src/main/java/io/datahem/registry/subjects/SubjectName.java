package io.datahem.registry.subjects;

/**
 * A subject's name in its context.
 *
 * @param context its context, {@code .} for the default one
 * @param name its name there, empty for the context as a whole
 */
public record SubjectName(String context, String name) implements Comparable<SubjectName> {
  /** The context of names that say none. */
  public static final String DEFAULT_CONTEXT = ".";

  private static final int MAX_CHARS = 500;

  /**
   * Reads a name: {@code order-value}, or {@code :.context:order-value}.
   *
   * @throws SubjectException when it can be no subject
   */
  public static SubjectName of(String text) {
    SubjectName name = parse(text);
    if (name.name.isEmpty()) {
      throw invalid(text);
    }
    return name;
  }

  /** Reads the name of a subject, or of a context as a whole: {@code :.context:}. */
  public static SubjectName orContext(String text) {
    return parse(text);
  }

  private static SubjectName parse(String text) {
    boolean sound =
        !text.isBlank()
            && text.length() <= MAX_CHARS
            && text.chars().noneMatch(c -> Character.isISOControl(c));
    if (!sound) {
      throw invalid(text);
    }
    if (!text.startsWith(":.")) {
      return new SubjectName(DEFAULT_CONTEXT, text);
    }
    int end = text.indexOf(':', 1);
    return end < 0
        ? new SubjectName(text.substring(1), "")
        : new SubjectName(text.substring(1, end), text.substring(end + 1));
  }

  private static SubjectException invalid(String text) {
    String shown = text.substring(0, Math.min(text.length(), 80)).replaceAll("\\p{Cntrl}", "?");
    return new SubjectException(
        SubjectProblem.SUBJECT_INVALID,
        "Cannot take the subject '"
            + shown
            + "', expected 1 to "
            + MAX_CHARS
            + " characters without control characters.");
  }

  /** The context as a whole, whose settings are those of its subjects. */
  public SubjectName wholeContext() {
    return new SubjectName(context, "");
  }

  /** The name as it is stored and shown; the default context is not said. */
  @Override
  public String toString() {
    return context.equals(DEFAULT_CONTEXT) ? name : ":" + context + ":" + name;
  }

  @Override
  public int compareTo(SubjectName other) {
    return toString().compareTo(other.toString());
  }
}
