package io.datahem.contracts;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One problem of a contract, at its place.
 *
 * @param severity whether it stops a push
 * @param code the rule's stable code, e.g. {@code OPTION_INVALID} or {@code FIELD_TYPE_CHANGED}
 * @param file the file's path in the push, empty when the finding has no place
 * @param line from 1, 0 when unknown
 * @param column from 1, 0 when unknown
 * @param message what was found and what was expected
 * @param fix what to do about it, empty when the message says it
 * @param breakage whom a change breaks and by which event; null for every other problem
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Finding(
    Severity severity,
    String code,
    String file,
    int line,
    int column,
    String message,
    String fix,
    @Nullable Breakage breakage) {

  /** How bad it is. */
  public enum Severity {
    /** Stops a push. */
    ERROR,
    /** Is said, and stops nothing. */
    WARNING
  }

  /** An error at a place. */
  public static Finding error(String code, Place place, String message, String fix) {
    return new Finding(
        Severity.ERROR, code, place.file(), place.line(), place.column(), message, fix, null);
  }

  /** A warning at a place. */
  public static Finding warning(String code, Place place, String message, String fix) {
    return new Finding(
        Severity.WARNING, code, place.file(), place.line(), place.column(), message, fix, null);
  }

  /** The same, with whom it breaks. */
  public Finding breaking(Breakage whom) {
    return new Finding(severity, code, file, line, column, message, fix, whom);
  }

  @JsonIgnore
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** {@code file:line:col: CODE message. fix}, as editors and terminals link it. */
  @Override
  public String toString() {
    String where =
        file.isEmpty() ? "" : line == 0 ? file + ": " : file + ":" + line + ":" + column + ": ";
    return where + code + " " + message + (fix.isEmpty() ? "" : " " + fix);
  }
}
