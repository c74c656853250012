package io.datahem.benchmarks;

import io.datahem.contracts.Contract;
import io.datahem.contracts.ContractReader;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.compile.ContractCompiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The contracts of the example shop, that benchmarks use. */
record ExampleContracts(List<SourceFile> files) {

  /**
   * Reads them.
   *
   * @param arguments a benchmark's: the first is the repository's root, by default here
   */
  static ExampleContracts of(String[] arguments) throws IOException {
    Path root =
        Path.of(arguments.length == 0 ? "." : arguments[0]).resolve("examples/shop/contracts");
    try (Stream<Path> paths = Files.walk(root)) {
      return new ExampleContracts(
          paths
              .filter(file -> file.toString().endsWith(".proto"))
              .map(file -> new SourceFile(root.relativize(file).toString(), read(file)))
              .toList());
    }
  }

  /** The contract of a shape. */
  Contract of(Shape shape) {
    try (ContractCompiler compiler = ContractCompiler.open()) {
      return ContractReader.read(compiler.compile(files)).contracts().stream()
          .filter(contract -> contract.messageName().equals(shape.message()))
          .findFirst()
          .orElseThrow();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
