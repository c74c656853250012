package io.datahem.app.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a command reads. */
final class Input {

  /**
   * A file, or standard input.
   *
   * @param file its path, - for standard input
   * @param of what it should hold, for the error
   */
  static InputStream open(String file, String of) throws IOException {
    if (file.equals("-")) {
      return System.in;
    }
    Path path = Path.of(file);
    if (!Files.isReadable(path) || Files.isDirectory(path)) {
      throw new IllegalArgumentException(
          "FILE_UNREADABLE Cannot read " + file + ", expected a file of " + of + ".");
    }
    return new BufferedInputStream(Files.newInputStream(path));
  }

  private Input() {}
}
