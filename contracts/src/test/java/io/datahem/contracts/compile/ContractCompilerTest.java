package io.datahem.contracts.compile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FileDescriptor;
import io.datahem.contracts.Finding;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.TestContracts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContractCompilerTest {
  private static final String HEAD = "syntax = \"proto3\";\npackage shop.v1;\n";

  @Test
  void compilesFilesThatImportEachOtherAndTheBuiltInOnes() {
    Compilation compilation =
        compile(
            file(
                "shop/v1/order.proto",
                HEAD
                    + "import \"shop/v1/money.proto\";\n"
                    + "import \"google/type/date.proto\";\n"
                    + "import \"google/protobuf/timestamp.proto\";\n"
                    + "message Order { Money total = 1; google.type.Date day = 2;"
                    + " google.protobuf.Timestamp at = 3; }\n"),
            file("shop/v1/money.proto", HEAD + "// Cash.\nmessage Money { double amount = 1; }\n"));

    assertThat(compilation.findings()).isEmpty();
    assertThat(compilation.files())
        .extracting(FileDescriptor::getName)
        .containsExactly("shop/v1/order.proto", "shop/v1/money.proto");
    assertThat(compilation.set().getFileList())
        .extracting(file -> file.getName())
        .containsExactlyInAnyOrder(
            "google/type/date.proto",
            "google/protobuf/timestamp.proto",
            "shop/v1/money.proto",
            "shop/v1/order.proto");
    assertThat(Places.comment(compilation.files().get(1).findMessageTypeByName("Money")))
        .isEqualTo("Cash.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "google/protobuf/any.proto",
        "google/protobuf/struct.proto",
        "google/protobuf/wrappers.proto",
        "google/type/money.proto",
        "google/type/latlng.proto",
        "datahem/contract.proto",
        "datahem/options/options.proto"
      })
  void everyBuiltInCanBeImported(String path) {
    Compilation compilation = compile(file("a.proto", HEAD + "import \"" + path + "\";\n"));

    assertThat(compilation.findings())
        .extracting(Finding::toString)
        .containsExactly("a.proto:3:1: PROTO_WARNING Import " + path + " is unused.");
  }

  @Test
  void saysEveryErrorOfEveryFileAtOnce() {
    Compilation compilation =
        compile(
            file("a.proto", HEAD + "message A {\n  string id = 1\n  int32 n = 2;\n}\n"),
            file("b.proto", HEAD + "message B {\n  string id = 1;\n  int32 n = 1;\n}\n"),
            file("c.proto", HEAD + "import \"shop/nope.proto\";\nmessage C {\n  Nope n = 1;\n}\n"),
            file("d.proto", HEAD + "message D {\n  Unknown u = 1;\n}\nmessage D {}\n"),
            file("e.proto", HEAD + "message E {\n  string fine = 1;\n}\n"));

    assertThat(compilation.ok()).isFalse();
    assertThat(compilation.files()).isEmpty();
    assertThat(compilation.findings())
        .extracting(Finding::toString)
        .containsExactlyInAnyOrder(
            "a.proto:5:3: PROTO_SYNTAX Expected \";\".",
            "b.proto:5:13: PROTO_SYNTAX Field number 1 has already been used in \"shop.v1.B\" by"
                + " field \"id\". Next available field number is 2.",
            "c.proto:3:1: IMPORT_UNKNOWN Cannot import 'shop/nope.proto': it is not in the push,"
                + " not registered and not built in. Push it too, or correct the path (relative to"
                + " the pushed directory).",
            "d.proto:4:3: PROTO_SYNTAX \"Unknown\" is not defined.",
            "d.proto:6:9: PROTO_SYNTAX \"D\" is already defined in \"shop.v1\".");
  }

  @Test
  void anErrorOfAnImportIsSaidOnceAndNotOfItsImporters() {
    Compilation compilation =
        compile(
            file("a.proto", HEAD + "import \"b.proto\";\nmessage A {\n  B b = 1;\n}\n"),
            file("b.proto", HEAD + "message B {\n  string id = ;\n}\n"));

    assertThat(compilation.findings())
        .extracting(Finding::toString)
        .containsExactly("b.proto:4:15: PROTO_SYNTAX Expected field number.");
  }

  @Test
  void saysThatAnOptionDoesNotExist() {
    Compilation compilation =
        compile(
            file(
                "a.proto",
                HEAD
                    + "import \"datahem/contract.proto\";\nmessage A {\n"
                    + "  string id = 1 [(datahem.field).colour = \"red\"];\n}\n"));

    assertThat(compilation.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.toString()).startsWith("a.proto:5:18: PROTO_SYNTAX Option ");
              assertThat(finding.message()).contains("colour");
            });
  }

  @Test
  void importsInACircleAreAnError() {
    Compilation compilation =
        compile(
            file("a.proto", HEAD + "import \"b.proto\";\n"),
            file("b.proto", HEAD + "import \"a.proto\";\n"));

    assertThat(compilation.findings())
        .anySatisfy(
            finding -> assertThat(finding.message()).contains("recursively imports itself"));
  }

  @Test
  void oneNameInTwoFilesIsAnError() {
    Compilation compilation =
        compile(
            file("a.proto", HEAD + "message Order {}\n"),
            file("b.proto", HEAD + "message Order {}\n"));

    assertThat(compilation.findings())
        .extracting(Finding::toString)
        .containsExactly(
            "b.proto:3:9: PROTO_SYNTAX \"shop.v1.Order\" is already defined in file \"a.proto\".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../a.proto",
        "a/../../b.proto",
        "/etc/a.proto",
        "a//b.proto",
        "./a.proto",
        "a\\b.proto",
        "C:\\a.proto",
        "a\0.proto",
        "a\n.proto",
        "-a.proto",
        "@a.proto",
        "--plugin=x/a.proto",
        "a.txt",
        ".proto",
        "",
        "a:b.proto",
        "a b.proto",
        "ä.proto"
      })
  void refusesPathsThatLeaveTheirPlace(String path) {
    Compilation compilation = compile(file(path, HEAD));

    assertThat(compilation.findings())
        .singleElement()
        .extracting(Finding::code)
        .isEqualTo("PATH_INVALID");
    assertThat(compilation.findings().get(0).message()).doesNotContain("\0", "\n");
  }

  @Test
  void refusesAPathOfTooManyCharacters() {
    assertThat(codes(compile(file("a/".repeat(200) + "a.proto", HEAD))))
        .containsExactly("PATH_INVALID");
  }

  @Test
  void refusesOnePathTwiceAndAFileWhereADirectoryIs() {
    assertThat(codes(compile(file("a.proto", HEAD), file("a.proto", HEAD))))
        .containsExactly("PATH_TWICE");
    assertThat(codes(compile(file("a.proto", HEAD), file("a.proto/b.proto", HEAD))))
        .containsExactly("PATH_INVALID");
  }

  @Test
  void refusesTextThatIsNoUnicode() {
    assertThat(codes(compile(file("a.proto", HEAD + "// \ud800\n"))))
        .containsExactly("SOURCE_NOT_UTF8");
  }

  @Test
  void refusesNothingAndTooMuch() {
    assertThat(codes(compile())).containsExactly("PUSH_EMPTY");
    try (ContractCompiler compiler =
        ContractCompiler.open(new PushLimits(2, 100, 255, Duration.ofSeconds(20)))) {
      assertThat(codes(compiler.compile(List.of(file("a.proto", HEAD + "//" + "x".repeat(100))))))
          .containsExactly("PUSH_TOO_LARGE");
      assertThat(
              codes(
                  compiler.compile(
                      List.of(
                          file("a.proto", HEAD), file("b.proto", HEAD), file("c.proto", HEAD)))))
          .containsExactly("PUSH_TOO_LARGE");
    }
  }

  @Test
  void endsACompilerThatTakesTooLong() {
    // Far more than a millisecond's work, even when this thread looks late.
    StringBuilder text = new StringBuilder(HEAD);
    for (int i = 0; i < 50_000; i++) {
      text.append("message M").append(i).append(" { string id = 1; }\n");
    }
    try (ContractCompiler compiler =
        ContractCompiler.open(new PushLimits(2_000, 16 << 20, 255, Duration.ofMillis(1)))) {
      assertThat(codes(compiler.compile(List.of(file("a.proto", text.toString())))))
          .contains("COMPILE_TOO_SLOW");
    }
  }

  @Test
  void aFloodOfErrorsIsBounded() {
    StringBuilder text = new StringBuilder(HEAD);
    for (int i = 0; i < 10_000; i++) {
      text.append("message A { string id = 1; string id = 1; }\n");
    }

    Compilation compilation = compile(file("a.proto", text.toString()));

    assertThat(compilation.ok()).isFalse();
    assertThat(compilation.findings().size()).isEqualTo(PushLimits.MAX_FINDINGS + 1);
    assertThat(compilation.findings().get(PushLimits.MAX_FINDINGS).code())
        .isEqualTo("FINDINGS_CUT");
  }

  @Test
  void deepNestingIsAnErrorOfItsPlace() {
    String text = HEAD + "message A { ".repeat(10_000) + "}".repeat(10_000);

    assertThat(codes(compile(file("a.proto", text)))).contains("PROTO_SYNTAX");
  }

  @Test
  void aPushedFileOfABuiltInPathIsLeftAside() {
    Compilation compilation =
        compile(
            file("datahem/contract.proto", "this is not read"),
            file("a.proto", HEAD + "message A { string id = 1; }\n"));

    assertThat(compilation.findings()).isEmpty();
    assertThat(compilation.files()).extracting(FileDescriptor::getName).containsExactly("a.proto");
  }

  @Test
  void leavesNothingBehindAndNothingThatOthersMayEnter() throws IOException {
    Set<Path> before = homes();
    ContractCompiler compiler = ContractCompiler.open();
    Path home = homes().stream().filter(path -> !before.contains(path)).findFirst().orElseThrow();
    compiler.compile(List.of(file("a.proto", HEAD)));
    compiler.compile(List.of(file("a.proto", "what")));

    assertThat(Files.getPosixFilePermissions(home)).allMatch(p -> p.name().startsWith("OWNER_"));
    try (Stream<Path> left = Files.list(home)) {
      assertThat(left).extracting(path -> path.getFileName().toString()).containsExactly("include");
    }
    compiler.close();
    assertThat(home).doesNotExist();
  }

  @Test
  void compilesForSeveralAtOnce() {
    List<String> names = new ArrayList<>(List.of("A", "B", "C", "D", "E", "F"));

    List<String> compiled =
        names.parallelStream()
            .map(n -> compile(file("a.proto", HEAD + "message " + n + " { string id = 1; }\n")))
            .map(c -> c.files().get(0).getMessageTypes().get(0).getName())
            .collect(Collectors.toList());

    assertThat(compiled).isEqualTo(names);
  }

  private static Set<Path> homes() throws IOException {
    try (Stream<Path> paths = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return paths
          .filter(path -> path.getFileName().toString().startsWith("datahem-protoc"))
          .collect(Collectors.toSet());
    }
  }

  private static List<String> codes(Compilation compilation) {
    assertThat(compilation.ok()).isFalse();
    return compilation.findings().stream().map(Finding::code).distinct().toList();
  }

  private static SourceFile file(String path, String text) {
    return new SourceFile(path, text);
  }

  private static Compilation compile(SourceFile... files) {
    return TestContracts.compile(files);
  }
}
