package io.datahem.app.cli;

import io.datahem.contracts.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The .proto files of a directory. */
final class Sources {

  /** There is nothing to check or push. */
  static final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }
  }

  /** Every one below the directory, by its path from there. */
  static List<SourceFile> under(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new UnreadableException(
          "DIRECTORY_UNKNOWN Cannot read contracts from " + directory + ", expected a directory.");
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".proto") && Files.isRegularFile(file))
          .sorted()
          .map(file -> read(directory, file))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + directory + ": " + e.getMessage(), e);
    }
  }

  private static SourceFile read(Path directory, Path file) {
    try {
      String path = directory.relativize(file).toString().replace('\\', '/');
      return new SourceFile(path, Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "FILE_NOT_UTF8 Cannot read "
              + file
              + ": bytes that are not UTF-8, expected UTF-8, as protobuf does. Save it in that"
              + " encoding.",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private Sources() {}
}
