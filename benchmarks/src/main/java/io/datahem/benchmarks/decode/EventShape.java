package io.datahem.benchmarks.decode;

import io.datahem.contracts.Contract;
import io.datahem.contracts.Contracts;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.compile.Compilation;
import io.datahem.contracts.compile.ContractCompiler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The kinds of events that are measured. */
public enum EventShape {
  /** 65 bytes, flat. */
  TRUCK("bench.v1.Truck"),
  /** The same with a field for the event's attributes, three of them. */
  ATTRIBUTES("bench.v1.AttributedTruck"),
  /** 7 KB, lists of records. */
  ORDER("bench.v1.Order"),
  /** A real one of 20 KB, of which the contract declares a part. */
  GITHUB("github.v1.PullRequestEvent"),
  /** Strings of escapes alone. */
  ESCAPES("bench.v1.Escapes");

  private static final Path GITHUB_CONTRACTS = Path.of("examples/github/contracts");

  private final String message;

  EventShape(String message) {
    this.message = message;
  }

  Contract contract() throws IOException {
    try (ContractCompiler compiler = ContractCompiler.open()) {
      Compilation compilation = compiler.compile(this == GITHUB ? github() : own());
      return compilation.files().stream()
          .flatMap(file -> file.getMessageTypes().stream())
          .filter(type -> type.getFullName().equals(message))
          .map(type -> Contracts.of(type, 1))
          .findFirst()
          .orElseThrow(
              () -> new IllegalStateException("Cannot compile: " + compilation.findings()));
    }
  }

  private static List<SourceFile> own() throws IOException {
    try (InputStream in = EventShape.class.getResourceAsStream("/decode/bench.proto")) {
      byte[] text = Objects.requireNonNull(in, "bench.proto").readAllBytes();
      return List.of(new SourceFile("bench.proto", new String(text, StandardCharsets.UTF_8)));
    }
  }

  private static List<SourceFile> github() throws IOException {
    try (Stream<Path> files = Files.walk(GITHUB_CONTRACTS)) {
      return files
          .filter(file -> file.toString().endsWith(".proto"))
          .map(EventShape::source)
          .toList();
    }
  }

  private static SourceFile source(Path file) {
    try {
      String path = GITHUB_CONTRACTS.relativize(file).toString();
      return new SourceFile(path, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }
}
