package io.datahem.contracts;

import io.datahem.contracts.compile.Compilation;
import io.datahem.contracts.compile.ContractCompiler;
import java.util.List;

/** Contracts from sources in a test, by the real compiler. */
public final class TestContracts {
  public static final ContractCompiler COMPILER = ContractCompiler.open();

  /**
   * The first contract of a file {@code test.proto} of package {@code test.v1}, whose body is
   * given.
   */
  public static Contract of(String body) {
    String text =
        "syntax = \"proto3\";\npackage test.v1;\n"
            + "import \"datahem/options/options.proto\";\nimport \"datahem/contract.proto\";\n"
            + "import \"google/protobuf/any.proto\";\nimport \"google/protobuf/duration.proto\";\n"
            + "import \"google/protobuf/field_mask.proto\";\nimport \"google/protobuf/struct.proto\";\n"
            + "import \"google/protobuf/timestamp.proto\";\nimport \"google/protobuf/wrappers.proto\";\n"
            + body;
    return ofFile(text);
  }

  /** The first contract of a whole file. */
  public static Contract ofFile(String text) {
    Compilation compilation = compile(new SourceFile("test.proto", text));
    if (!compilation.ok()) {
      throw new IllegalArgumentException(compilation.findings().toString());
    }
    ContractReader.Result result = ContractReader.read(compilation);
    if (!result.ok()) {
      throw new IllegalArgumentException(result.findings().toString());
    }
    return result.contracts().get(0);
  }

  public static Compilation compile(SourceFile... files) {
    return COMPILER.compile(List.of(files));
  }

  private TestContracts() {}
}
