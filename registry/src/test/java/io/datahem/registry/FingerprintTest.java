package io.datahem.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import io.datahem.contracts.ContractReader;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.compile.Compilation;
import io.datahem.contracts.compile.ContractCompiler;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same meaning in other words is the same contract; another meaning is another. */
class FingerprintTest {
  private static final String ORDER =
      """
      syntax = "proto3";
      package shop.v1;
      import "datahem/contract.proto";
      // An order.
      message Order {
        option (datahem.stream) = {owner: "tests"};
        reserved 9, 12 to 14;
        reserved "old", "older";
        enum State {
          STATE_UNSPECIFIED = 0;
          STATE_PAID = 1;
          STATE_SENT = 2;
        }
        string id = 1;
        optional string note = 2;
        repeated int32 amounts = 3;
        State state = 4;
        oneof way {
          string card = 5;
          string cash = 6;
        }
        optional Line line = 7 [json_name = "theLine"];
      }
      message Line {
        string sku = 1;
      }
      """;

  private static ContractCompiler compiler;

  @BeforeAll
  static void open() {
    compiler = ContractCompiler.open();
  }

  @AfterAll
  static void close() {
    compiler.close();
  }

  private static String of(String... texts) {
    SourceFile[] files = new SourceFile[texts.length];
    for (int i = 0; i < texts.length; i++) {
      files[i] = new SourceFile(i == 0 ? "order.proto" : "part" + i + ".proto", texts[i]);
    }
    return Fingerprint.of(descriptor(files));
  }

  private static Descriptor descriptor(SourceFile... files) {
    Compilation compilation = compiler.compile(List.of(files));
    assertThat(compilation.findings()).isEmpty();
    return ContractReader.read(compilation).contracts().get(0).descriptor();
  }

  @Test
  void commentsAndWhiteSpaceDoNotCount() {
    String bare =
        ORDER.replaceAll("//.*", "").replaceAll("\\s+", " ").replace("{ ", "{\r\n\t// Words.\r\n");
    assertThat(of(bare)).isEqualTo(of(ORDER));
    assertThat(of("\uFEFF" + ORDER)).isEqualTo(of(ORDER));
    assertThat(of(ORDER.replace('"', '\''))).isEqualTo(of(ORDER));
    assertThat(of(ORDER.replace("12 to 14", "0xC to 0xE"))).isEqualTo(of(ORDER));
  }

  @Test
  void theOrderOfDeclarationsDoesNotCount() {
    String other =
        """
        syntax = "proto3";
        package shop.v1;
        message Line {
          string sku = 1;
        }
        import "datahem/contract.proto";
        message Order {
          optional Line line = 7 [json_name = "theLine"];
          oneof way {
            string cash = 6;
            string card = 5;
          }
          State state = 4;
          repeated int32 amounts = 3;
          optional string note = 2;
          string id = 1;
          enum State {
            STATE_UNSPECIFIED = 0;
            STATE_SENT = 2;
            STATE_PAID = 1;
          }
          reserved "older", "old";
          reserved 12 to 14, 9;
          option (datahem.stream).owner = "tests";
        }
        """;
    assertThat(of(other)).isEqualTo(of(ORDER));
  }

  @Test
  void theFileOfATypeDoesNotCount() {
    String line = "message Line {\n  string sku = 1;\n}\n";
    String without =
        ORDER
            .replace(line, "")
            .replace("import \"datahem", "import \"part1.proto\";\nimport \"datahem");
    assertThat(of(without, "syntax = \"proto3\";\npackage shop.v1;\n" + line)).isEqualTo(of(ORDER));
    SourceFile renamed = new SourceFile("elsewhere/o.proto", ORDER);
    assertThat(Fingerprint.of(descriptor(renamed))).isEqualTo(of(ORDER));
  }

  @ParameterizedTest
  @CsvSource({"2023", "2024"})
  void anEditionThatSaysTheSameIsTheSame(String edition) {
    String syntax = "syntax = \"proto3\";\npackage shop.v1;";
    String features =
        "edition = \""
            + edition
            + "\";\npackage shop.v1;\noption features.field_presence = IMPLICIT;\n";
    String explicit = " [features.field_presence = EXPLICIT]";
    String same =
        ORDER
            .replace(syntax, features)
            .replace("optional string note = 2", "string note = 2" + explicit)
            .replace("optional Line line", "Line line")
            .replace("reserved \"old\", \"older\"", "reserved old, older");
    assertThat(of(same)).isEqualTo(of(ORDER));
    assertThat(of(same.replace(explicit, ""))).as("no presence").isNotEqualTo(of(ORDER));
    assertThat(of(same.replace("option features.field_presence = IMPLICIT;", "")))
        .as("presence everywhere")
        .isNotEqualTo(of(ORDER));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "string id = 1 | bytes id = 1",
        "string id = 1 | string id = 8",
        "string id = 1 | string id = 1 [deprecated = true]",
        "string id = 1 | string id = 1 [(datahem.field).description = \"Its id\"]",
        "optional string note | string note",
        "repeated int32 amounts = 3 | repeated int32 amounts = 3 [packed = false]",
        "repeated int32 amounts = 3 | int32 amounts = 3",
        "string cash = 6; | ",
        "oneof way | oneof ways",
        "theLine | line",
        "STATE_SENT = 2 | STATE_SENT = 3",
        "STATE_SENT = 2; | STATE_SENT = 2; STATE_GONE = 5;",
        "reserved 9, | reserved 8,",
        "\"old\" | \"oldest\"",
        "string sku = 1 | string sku = 1; string name = 2",
        "owner: \"tests\" | owner: \"others\"",
      })
  void anotherMeaningIsAnother(String before, String after) {
    assertThat(ORDER).contains(before);
    assertThat(of(ORDER.replace(before, after == null ? "" : after))).isNotEqualTo(of(ORDER));
  }
}
