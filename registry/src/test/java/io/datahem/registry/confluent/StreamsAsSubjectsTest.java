package io.datahem.registry.confluent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import io.datahem.registry.PushResult;
import io.datahem.registry.PushResult.Verdict;
import io.datahem.registry.Shop;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StreamsAsSubjectsTest {
  private static final String MONEY = "double amount = 1;";

  @TempDir private Path directory;
  private Api api;

  @BeforeEach
  void start() {
    api = new Api(directory);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aContractIsASubjectWithItsImportsAsReferences() throws Exception {
    api.push(Shop.orderOfMoney(), Shop.money(MONEY));

    api.get("/subjects").is("['datahem/contract.proto','order-value','shop/v1/money.proto']");
    JsonNode latest = api.get("/subjects/order-value/versions/latest").ok().json();
    assertThat(latest.path("version").asInt()).isEqualTo(1);
    assertThat(latest.path("schema").asText()).isEqualTo(Shop.orderOfMoney().text());
    assertThat(latest.path("references").findValuesAsText("name"))
        .containsExactly("datahem/contract.proto", "shop/v1/money.proto");
    assertThat(latest.path("references").findValuesAsText("subject"))
        .containsExactly("datahem/contract.proto", "shop/v1/money.proto");
    String serialized =
        api.get("/subjects/order-value/versions/1?format=serialized")
            .json()
            .path("schema")
            .asText();
    assertThat(FileDescriptorProto.parseFrom(Base64.getDecoder().decode(serialized)).getName())
        .isEqualTo("shop/v1/order.proto");
    assertThat(api.get("/schemas/ids/" + latest.path("id")).ok().json().path("schema"))
        .isEqualTo(latest.path("schema"));
  }

  @Test
  void everyVersionOfAContractIsOneOfItsSubject() {
    api.push(Shop.orderOfMoney(), Shop.money(MONEY));
    api.push(Shop.money(MONEY + "\n  string currency = 2;"));
    api.push(Shop.money("// Another comment.\n  " + MONEY + "\n  string currency = 2;"));

    api.get("/subjects/order-value/versions").is("[1,2]");
    api.get("/subjects/shop%2Fv1%2Fmoney.proto/versions").is("[1,2]");
    JsonNode second = api.get("/subjects/order-value/versions/2").json();
    assertThat(second.path("references").findValuesAsText("version")).containsExactly("1", "2");
    assertThat(second.path("id"))
        .isNotEqualTo(api.get("/subjects/order-value/versions/1").json().path("id"));
  }

  @Test
  void clientsFindItAndDoNotWriteIt() {
    api.push(Shop.order("string id = 1;"));
    JsonNode latest = api.get("/subjects/order-value/versions/latest").json();
    String text = Shop.order("string id = 1;").text();

    assertThat(api.id("order-value", "// In other words.\n" + text))
        .isEqualTo(latest.path("id").asInt());
    api.register("order-value", Shop.order("string id = 1;\n  int32 n = 2;").text())
        .isProblem(42205);
    api.delete("/subjects/order-value").isProblem(42205);
    api.delete("/subjects/datahem%2Fcontract.proto").isProblem(42205);
    api.get("/mode/order-value").is("{'mode':'READONLY'}");
    api.put("/mode/order-value", "{'mode':'READWRITE'}").isProblem(42205);
    api.post("/compatibility/subjects/order-value/versions/latest", Api.schema(text))
        .is("{'is_compatible':true}");
  }

  @Test
  void aLevelThatIsSetForTheSubjectOrForAllIsWhatPushesAreJudgedBy() {
    api.push(Shop.order("string id = 1;"));
    String level = "{'compatibility':'%s'}";

    assertThat(api.push(Shop.order("int64 id = 1;")).verdict()).isEqualTo(Verdict.BREAKING);
    api.put("/config/order-value", level.formatted("NONE")).ok();
    assertThat(api.push(Shop.order("int64 id = 1;")).verdict()).isEqualTo(Verdict.ACCEPTED);
    api.put("/config", level.formatted("FULL")).ok();
    assertThat(api.push(Shop.order("string id = 1;")).verdict()).isEqualTo(Verdict.ACCEPTED);
    api.delete("/config/order-value").ok();
    assertThat(api.push(Shop.order("bytes id = 1;")).verdict()).isEqualTo(Verdict.BREAKING);
    api.put("/config", level.formatted("NONE")).ok();
    assertThat(api.push(Shop.order("bytes id = 1;")).verdict()).isEqualTo(Verdict.ACCEPTED);
    api.delete("/config").ok();
    assertThat(api.push(Shop.order("double id = 1;")).verdict()).isEqualTo(Verdict.BREAKING);
  }

  @Test
  void aPushTakesOverASubjectThatIsThereAlready() {
    api.id("shop%2Fv1%2Fmoney.proto", Shop.money(MONEY).text());
    api.id("order-value", "syntax = \"proto3\"; message Other {}");

    PushResult result = api.push(Shop.orderOfMoney(), Shop.money(MONEY));

    assertThat(result.verdict()).isEqualTo(PushResult.Verdict.ACCEPTED);
    api.get("/subjects/shop%2Fv1%2Fmoney.proto/versions").is("[1]");
    api.get("/mode/shop%2Fv1%2Fmoney.proto").is("{'mode':'READONLY'}");
    api.get("/subjects/order-value/versions").is("[1,2]");
    api.get("/mode/order-value").is("{'mode':'READONLY'}");
  }

  @Test
  void clientsReferToContracts() {
    api.push(Shop.orderOfMoney(), Shop.money(MONEY));
    String text =
        """
        syntax = "proto3";
        import "shop/v1/money.proto";
        message Bill {
          shop.v1.Money m = 1;
        }
        """;

    int id =
        api.post(
                "/subjects/bill-value/versions",
                Api.referring(text, "shop/v1/money.proto", "shop/v1/money.proto", 1))
            .ok()
            .json()
            .path("id")
            .asInt();

    assertThat(
            api.get("/subjects/shop%2Fv1%2Fmoney.proto/versions/1/referencedby").json().toString())
        .contains(Integer.toString(id));
  }

  @Test
  void aRefusedPushLeavesNoSubject() {
    api.push(Shop.order("string id = ;"));

    api.get("/subjects").is("[]");
  }
}
