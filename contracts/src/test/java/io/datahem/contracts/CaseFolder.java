package io.datahem.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder of a test's data: sources, and the findings they give in {@code expected.txt}, one a
 * line, an empty file for none. With {@code -Ddatahem.cases=write} the folder is written instead of
 * compared with, for review.
 */
public record CaseFolder(Path path) {
  private static final Path ROOT = Path.of("src/test/resources");

  /** Every folder that holds an {@code expected.txt} or a source, below one of the resources. */
  public static List<CaseFolder> below(String resource) {
    try (Stream<Path> paths = Files.walk(ROOT.resolve(resource))) {
      return paths
          .filter(path -> path.toString().endsWith(".proto"))
          .map(Path::getParent)
          .distinct()
          .sorted()
          .map(CaseFolder::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A source of the folder, as a file of that name. */
  public SourceFile source(String name, String as) {
    return new SourceFile(as, read(name));
  }

  /** Compares findings with the expected ones. */
  public void expect(List<Finding> findings) {
    expect(findings.stream().map(f -> f.severity() + " " + f + "\n").collect(Collectors.joining()));
  }

  /** Compares a text with the expected one. */
  public void expect(String text) {
    if ("write".equals(System.getProperty("datahem.cases"))) {
      write(text);
    }
    assertThat(text).as(path.toString()).isEqualTo(read("expected.txt"));
  }

  public boolean has(String name) {
    return Files.exists(path.resolve(name));
  }

  private String read(String name) {
    try {
      return Files.readString(path.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String text) {
    try {
      Files.writeString(path.resolve("expected.txt"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return ROOT.relativize(path).toString();
  }
}
