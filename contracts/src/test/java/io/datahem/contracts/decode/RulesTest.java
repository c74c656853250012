package io.datahem.contracts.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.contracts.Contract;
import io.datahem.contracts.ContractReader;
import io.datahem.contracts.Contracts;
import io.datahem.contracts.Finding;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.compile.Compilation;
import io.datahem.contracts.compile.ContractCompiler;
import io.datahem.contracts.decode.Decoding.Code;
import io.datahem.contracts.decode.Decoding.Decoded;
import io.datahem.contracts.decode.Decoding.Rejected;
import io.datahem.contracts.rules.Violation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of events that break their contract's validation rules, in each mode. */
class RulesTest {
  private static final String BAD =
      "{\"lines\":[{\"unitPrice\":1},{\"unitPrice\":-1}],\"email\":\"nobody\"}";

  @Test
  void observesByDefaultAndMarksTheRow() {
    Decoded event = (Decoded) decode("", BAD);
    assertThat(event.violations())
        .containsExactlyInAnyOrder(
            new Violation("double.gte", "lines[1].unitPrice"),
            new Violation("string.email", "email"));
    assertThat(Problems.json(event))
        .isEqualTo(
            "{\"violations\":[{\"rule\":\"double.gte\",\"path\":\"lines[1].unitPrice\"},"
                + "{\"rule\":\"string.email\",\"path\":\"email\"}]}");
    Decoded fine = (Decoded) decode("", "{\"email\":\"a@b.se\"}");
    assertThat(fine.violations()).isEmpty();
    assertThat(Problems.json(fine)).isNull();
  }

  @Test
  void rejectsByRuleAndPathWithoutTheValue() {
    Rejected rejected = (Rejected) decode("rules: REJECT", BAD);
    assertThat(rejected.code()).isEqualTo(Code.RULE_BROKEN);
    assertThat(rejected.path()).isEqualTo("lines[1].unitPrice");
    assertThat(rejected.message())
        .isEqualTo(
            "Cannot read lines[1].unitPrice: found a value that breaks it, and 1 more, expected"
                + " rule double.gte to hold");
    assertThat(decode("rules: REJECT", "{\"email\":\"a@b.se\"}")).isInstanceOf(Decoded.class);
  }

  @Test
  void checksNothingWhenOff() {
    assertThat(((Decoded) decode("rules: OFF", BAD)).violations()).isEmpty();
  }

  @Test
  void checksExpressionsByProtovalidate() {
    String contract =
        contract(
            "rules: REJECT",
            """
            option (buf.validate.message).cel = {
              id: "order.paid_late",
              message: "paid before it was placed",
              expression: "this.paid >= this.placed"
            };
            int64 placed = 1;
            int64 paid = 2;
            """);
    Rejected rejected = (Rejected) decode(of(contract), "{\"placed\":2,\"paid\":1}");
    assertThat(rejected.expected()).isEqualTo("rule order.paid_late to hold");
    assertThat(decode(of(contract), "{\"placed\":1,\"paid\":1}")).isInstanceOf(Decoded.class);
  }

  @Test
  void refusesAPushWhoseRulesCannotReject() {
    String contract =
        contract("rules: REJECT", "string id = 1 [(buf.validate.field).int32.gt = 1];");
    List<Finding> findings = ContractReader.read(compile(contract)).findings();
    assertThat(findings).extracting(Finding::code).contains("RULES_INVALID");
    String observing = contract("", "string id = 1 [(buf.validate.field).int32.gt = 1];");
    assertThat(decode(of(observing), "{\"id\":\"a\"}")).isInstanceOf(Decoded.class);
  }

  @Test
  void countsCoercionsOfAContractThatIsLenient() {
    Decoded event = (Decoded) decode("lenient: true", "{\"paid\":\"TRUE\",\"email\":\"a@b.se\"}");
    assertThat(event.coercions()).isEqualTo(Map.of("shop.v1.Order.paid", 1));
    assertThat(Problems.json(event)).isEqualTo("{\"coerced\":{\"shop.v1.Order.paid\":1}}");
    assertThat(decode("", "{\"paid\":\"TRUE\"}")).isInstanceOf(Rejected.class);
  }

  @Test
  void rejectsUndeclaredFieldsOfAContractThatAllowsNone() {
    String event = "{\"colour\":1,\"email\":\"a@b.se\"}";
    Rejected rejected = (Rejected) decode("unknown_fields: REJECT_UNKNOWN", event);
    assertThat(rejected.code()).isEqualTo(Code.FIELD_UNKNOWN);
    assertThat(((Decoded) decode("unknown_fields: IGNORE_UNKNOWN", event)).unknown()).isNull();
    assertThat(((Decoded) decode("", event)).unknown()).isEqualTo("{\"colour\":1}");
  }

  @Test
  void namesEnumValuesInColumnsThatWantNames() {
    Contract contract =
        of(
            contract(
                "",
                """
                enum Status { option allow_alias = true; NEW = 0; PAID = 1; SETTLED = 1; }
                Status a = 1 [(datahem.field).enum_as = NAME];
                repeated Status b = 2 [(datahem.field).enum_as = NAME];
                Status c = 3;
                optional Status d = 4 [(datahem.field).enum_as = NAME];
                """));
    Decoded event = (Decoded) decode(contract, "{\"b\":[\"SETTLED\",0,7],\"c\":1}");
    assertThat(event.row()[0]).isEqualTo("NEW");
    assertThat(event.row()[1]).isEqualTo(List.of("PAID", "NEW", "7"));
    assertThat(event.row()[2]).isEqualTo(1L);
    assertThat(event.row()[3]).isNull();
  }

  private static Decoding decode(String stream, String event) {
    return decode(
        of(
            contract(
                stream,
                """
                message Line { double unit_price = 1 [(buf.validate.field).double.gte = 0]; }
                repeated Line lines = 1;
                string email = 2 [(buf.validate.field).string.email = true];
                bool paid = 3;
                """)),
        event);
  }

  private static Decoding decode(Contract contract, String event) {
    return EventDecoders.compile(contract).decode(event.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  private static String contract(String stream, String body) {
    return """
        syntax = "proto3";
        package shop.v1;
        import "buf/validate/validate.proto";
        import "datahem/contract.proto";
        message Order {
          option (datahem.stream) = {name: "orders" owner: "tests" %s};
          %s
        }
        """
        .formatted(stream, body);
  }

  private static Contract of(String contract) {
    return Contracts.load(compile(contract).set().toByteArray(), "shop.v1.Order", 1);
  }

  private static Compilation compile(String contract) {
    try (ContractCompiler compiler = ContractCompiler.open()) {
      Compilation compilation =
          compiler.compile(List.of(new SourceFile("shop/v1/order.proto", contract)));
      assertThat(compilation.ok()).as("%s", compilation.findings()).isTrue();
      return compilation;
    }
  }
}
