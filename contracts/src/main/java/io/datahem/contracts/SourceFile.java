package io.datahem.contracts;

/**
 * One .proto file of a push.
 *
 * @param path relative to the pushed directory, with {@code /}: what other files import it by
 * @param text the file's text, verbatim
 */
public record SourceFile(String path, String text) {}
