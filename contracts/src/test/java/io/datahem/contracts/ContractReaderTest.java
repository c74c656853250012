package io.datahem.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datahem.contracts.compile.Compilation;
import io.datahem.contracts.options.EventOptions;
import io.datahem.contracts.options.FieldOptions;
import io.datahem.contracts.options.FieldOptionsReader;
import io.datahem.contracts.options.StreamOptions;
import io.datahem.contracts.table.ColumnType;
import io.datahem.contracts.table.Partitioning;
import io.datahem.contracts.table.Partitioning.Unit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractReaderTest {

  @ParameterizedTest
  @CsvSource({
    "shop.v1, Order, order, order",
    "shop.v2, Order, order-v2, order_v2",
    "shop.v2.events, TruckTemperature, truck-temperature-v2, truck_temperature_v2",
    "shop.v1beta1, OrderLine, order-line, order_line",
    "shop.v3alpha, HTTPRequest, http-request-v3, http_request_v3",
    "shop, Order_Line, order-line, order_line",
    "v10, Order2, order2-v10, order2_v10"
  })
  void namesAStreamAndItsTable(String inPackage, String message, String stream, String table) {
    Contract contract =
        TestContracts.ofFile(
            "syntax = \"proto3\";\npackage "
                + inPackage
                + ";\nimport \"datahem/contract.proto\";\nmessage "
                + message
                + " { option (datahem.stream) = {}; string id = 1; }\n");

    assertThat(contract.stream()).isEqualTo(stream);
    assertThat(contract.options().table()).isEqualTo(table);
    assertThat(contract.messageName()).isEqualTo(inPackage + "." + message);
  }

  @Test
  void aMessageIsAStreamByEitherFamilyOrByItsAttributes() {
    assertThat(
            streams(
                """
                message ByTyped { option (datahem.stream) = {}; string id = 1; }
                message ByReference {
                  option (datahem.options.BigQueryTableReference) = "references";
                  string id = 1;
                }
                message ByDescription {
                  option (datahem.options.BigQueryTableDescription) = "said";
                  string id = 1;
                }
                message ByAttributes { string id = 1; map<string, string> _ATTRIBUTES = 300; }
                message NotByOtherAttributes { map<string, int32> _ATTRIBUTES = 300; }
                message NotAtAll { string id = 1 [(datahem.field).hidden = true]; }
                message Outer { message Inner { option (datahem.stream) = {}; string id = 1; } }
                """))
        .containsExactly("by-typed", "by-reference", "by-description", "by-attributes");
  }

  @Test
  void readsWhatAMessageSays() {
    Contract contract =
        TestContracts.of(
            """
            // Not this.
            message Order {
              option (datahem.stream) = {
                name: "orders"
                table: "shop_orders"
                description: "What was bought."
                owner: "shop@example.com"
                tags: ["gold", "daily"]
                key: ["id", "buyer.number"]
                event_time: "at"
                partitioning: {column: "at", unit: HOUR}
                clustering: ["country"]
              };
              message Buyer { string number = 1; }
              string id = 1;
              Buyer buyer = 2;
              google.protobuf.Timestamp at = 3;
              string land = 4 [(datahem.field).column = "country"];
            }
            """);

    assertThat(contract.options())
        .isEqualTo(
            new StreamOptions(
                "orders",
                "shop_orders",
                "What was bought.",
                "shop@example.com",
                List.of("gold", "daily"),
                List.of("id", "buyer.number"),
                Optional.of("at"),
                new Partitioning("at", Unit.HOUR),
                List.of("country"),
                Optional.empty(),
                Optional.empty(),
                EventOptions.DEFAULT));
  }

  @Test
  void commentsDescribeWhatNoOptionDoes() {
    Contract contract =
        TestContracts.of(
            """
            // What was bought,
            // and by whom.
            message Order {
              option (datahem.stream) = {};
              // The order's number.
              string id = 1;
              // Not this.
              string note = 2 [(datahem.options.BigQueryFieldDescription) = "Free text."];
            }
            """);

    assertThat(contract.options().description()).isEqualTo("What was bought, and by whom.");
    assertThat(field(contract, "id").description()).isEqualTo("The order's number.");
    assertThat(field(contract, "note").description()).isEqualTo("Free text.");
  }

  @Test
  void bothFamiliesSayTheSame() {
    Contract contract =
        TestContracts.of(
            """
            message Order {
              option (datahem.stream) = {};
              string other = 1;
              string datahem = 2 [
                (datahem.options.BigQueryFieldDescription) = "d",
                (datahem.options.BigQueryFieldCategories) = "pii , secret",
                (datahem.options.BigQueryFieldType) = "TIMESTAMP",
                (datahem.options.BigQueryFieldRename) = "c",
                (datahem.options.BigQueryFieldAppend) = "Z",
                (datahem.options.BigQueryFieldRegexExtract) = "x",
                (datahem.options.BigQueryFieldRegexReplace) = " a{1,2} , $0 ",
                (datahem.options.BigQueryFieldLocalToUtc) = "Europe/Stockholm, yyyy-MM-dd HH:mm , yyyy",
                (datahem.options.BigQueryFieldHidden) = "true",
                (datahem.options.BigQueryFieldUseDefaultValue) = "false",
                (datahem.options.BigQueryFieldCoalesce) = "other , datahem",
                (datahem.options.BigQueryFieldFilter) = "f.*",
                (datahem.options.ForgetField) = "Null"
              ];
              string typed = 3 [(datahem.field) = {
                description: "d" tags: ["pii", "secret"] type: TIMESTAMP column: "c" append: "Z"
                extract: "x" replace: {pattern: "a{1,2}" text: "$0"} hidden: true
                local_to_utc: {zone: "Europe/Stockholm" from: "yyyy-MM-dd HH:mm" to: "yyyy"}
                null_when_absent: true coalesce: ["other", "datahem"] filter: "f.*" forget: "Null"
              }];
              double d = 4 [(datahem.options.BigQueryFieldDivide) = "100"];
              double t = 5 [(datahem.field).divide = 100];
            }
            """);

    FieldOptions datahem = field(contract, "datahem");
    assertThat(datahem.type()).contains(ColumnType.TIMESTAMP);
    assertThat(datahem.column()).isEqualTo("c");
    assertThat(datahem.categories()).containsExactly("pii", "secret");
    assertThat(datahem.hidden()).isTrue();
    assertThat(datahem.useDefault()).isFalse();
    assertThat(datahem.forget()).contains("Null");
    assertThat(datahem.values().replace().orElseThrow().pattern().pattern()).isEqualTo("a{1,2}");
    assertThat(datahem.values().replace().orElseThrow().text()).isEqualTo("$0");
    assertThat(field(contract, "typed").toString()).isEqualTo(datahem.toString());
    assertThat(field(contract, "d").values()).isEqualTo(field(contract, "t").values());
    assertThat(field(contract, "d").values().divide()).hasValue(100);
  }

  @Test
  void aContractIsTheSameFromItsDescriptorSet() {
    Contract contract =
        TestContracts.of(
            """
            // Bought.
            message Order {
              option (datahem.stream) = {name: "orders", owner: "tests", key: "id"};
              string id = 1 [(datahem.field).column = "number"];
              google.protobuf.Struct more = 2;
            }
            """);

    Contract loaded =
        Contracts.load(Contracts.closure(contract.descriptor()).toByteArray(), "test.v1.Order", 7);

    assertThat(loaded.version()).isEqualTo(7);
    assertThat(loaded.options()).isEqualTo(contract.options());
    assertThat(field(loaded, "id")).isEqualTo(field(contract, "id"));
    assertThatThrownBy(() -> Contracts.load(new byte[] {1, 2, 3}, "test.v1.Order", 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Contracts.load(new byte[0], "test.v1.Order", 1))
        .hasMessageContaining("no such message");
  }

  @Test
  void aFileThatOnlyLooksLikeTheTypedFamilyIsNot() {
    Compilation compilation =
        TestContracts.compile(
            new SourceFile(
                "mine.proto",
                """
                syntax = "proto3";
                package datahem;
                import "google/protobuf/descriptor.proto";
                extend google.protobuf.MessageOptions { StreamOptions stream = 66666700; }
                message StreamOptions { int32 name = 1; string partitioning = 8; }
                message Order { option (datahem.stream) = {name: 1, partitioning: "x"}; string id = 1; }
                """));

    assertThat(compilation.findings()).isEmpty();
    assertThat(ContractReader.read(compilation).contracts()).isEmpty();
  }

  @Test
  void anOptionImportOfTheTypedFamilyIsRefused() {
    Compilation compilation =
        TestContracts.compile(
            new SourceFile(
                "a.proto",
                """
                edition = "2024";
                package shop.v1;
                import option "datahem/contract.proto";
                message Order { option (datahem.stream) = {name: "orders"}; string id = 1; }
                """));

    assertThat(compilation.findings())
        .extracting(Finding::toString)
        .containsExactly(
            "a.proto:3:1: IMPORT_OPTION_UNSUPPORTED Cannot read options of 'datahem/contract.proto'"
                + " through 'import option', expected a plain import. Write import"
                + " \"datahem/contract.proto\";");
  }

  @Test
  void aLongChainOfMessagesIsNoProblem() {
    StringBuilder body = new StringBuilder();
    body.append("message M0 { option (datahem.stream) = {owner: \"tests\"}; M1 next = 1; }\n");
    for (int i = 1; i < 20_000; i++) {
      body.append("message M" + i + " { M" + (i + 1) + " next = 1; }\n");
    }
    body.append("message M20000 { string end = 1; }\n");

    Contract contract = TestContracts.of(body.toString());

    assertThat(contract.stream()).isEqualTo("m0");
    assertThat(io.datahem.contracts.compatibility.CompatibilityCheck.check(contract, contract))
        .isEmpty();
  }

  private static List<String> streams(String body) {
    Compilation compilation =
        TestContracts.compile(
            new SourceFile(
                "a.proto",
                "syntax = \"proto3\";\npackage shop.v1;\nimport \"datahem/contract.proto\";\n"
                    + "import \"datahem/options/options.proto\";\n"
                    + body));
    assertThat(compilation.findings()).isEmpty();
    return ContractReader.read(compilation).contracts().stream().map(Contract::stream).toList();
  }

  private static FieldOptions field(Contract contract, String name) {
    return FieldOptionsReader.read(contract.descriptor().findFieldByName(name));
  }
}
