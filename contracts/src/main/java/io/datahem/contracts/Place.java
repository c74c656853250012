package io.datahem.contracts;

/**
 * A place in a source file.
 *
 * @param file the file's path in the push
 * @param line from 1, 0 when unknown
 * @param column from 1, 0 when unknown
 */
public record Place(String file, int line, int column) {

  /** No place: the finding is about the whole push. */
  public static final Place NONE = new Place("", 0, 0);
}
