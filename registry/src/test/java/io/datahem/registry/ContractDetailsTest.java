package io.datahem.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.contracts.SourceFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ContractDetailsTest {
  @TempDir private Path directory;
  private Registry registry;
  private RegistryServer server;

  @BeforeEach
  void start() {
    registry = Registry.open(directory);
    server = RegistryServer.start(registry, "127.0.0.1", 0);
    push(Shop.orderOfMoney(), Shop.money("double amount = 1;"));
    push(Shop.money("double amount = 1;\n  string currency = 2;"));
  }

  @AfterEach
  void stop() {
    server.close();
    registry.close();
  }

  private void push(SourceFile... files) {
    assertThat(registry.push(List.of(files), false).verdict())
        .isEqualTo(PushResult.Verdict.ACCEPTED);
  }

  @Test
  void saysWhatChanged() throws Exception {
    JsonNode diff = get("/v1/contracts/order/diff");

    assertThat(diff.path("from").asInt()).isEqualTo(1);
    assertThat(diff.path("to").asInt()).isEqualTo(2);
    assertThat(diff.path("findings")).isEmpty();
    assertThat(diff.path("columns").toString())
        .isEqualTo("[{\"path\":\"2.2\",\"before\":\"\",\"after\":\"total.currency STRING\"}]");
    assertThat(diff.path("files").path(0).path("path").asText()).isEqualTo("shop/v1/money.proto");
    assertThat(diff.path("files").path(0).path("diff").asText())
        .isEqualTo(
            """
            --- shop/v1/money.proto
            +++ shop/v1/money.proto
            @@ -5,4 +5,5 @@
             // Cash or card.
             message Money {
               double amount = 1;
            +  string currency = 2;
             }
            """);
    JsonNode back = get("/v1/contracts/order/diff?from=2&to=1");
    assertThat(back.path("findings").findValuesAsText("code")).contains("FIELD_REMOVED");
  }

  @Test
  void saysTheHistory() throws Exception {
    assertThat(get("/v1/contracts/order/versions").path("versions").findValuesAsText("version"))
        .containsExactly("1", "2");
  }

  @Test
  void saysWhoDependsOnWhat() throws Exception {
    JsonNode files = get("/v1/files").path("files");

    assertThat(files.findValuesAsText("path"))
        .containsExactlyInAnyOrder("shop/v1/money.proto", "shop/v1/order.proto");
    for (JsonNode file : files) {
      if (file.path("path").asText().equals("shop/v1/money.proto")) {
        assertThat(file.path("importedBy").toString()).isEqualTo("[\"shop/v1/order.proto\"]");
        assertThat(file.path("streams").toString()).isEqualTo("[\"order\"]");
      } else {
        assertThat(file.path("imports").toString())
            .isEqualTo("[\"datahem/contract.proto\",\"shop/v1/money.proto\"]");
      }
    }
  }

  @Test
  void saysWhatTheOptionsComeTo() throws Exception {
    JsonNode options = get("/v1/contracts/order/options");

    assertThat(options.path("stream").path("owner").asText()).isEqualTo("tests");
    assertThat(options.path("stream").path("table").asText()).isEqualTo("order");
    assertThat(
            options.path("messages").path("shop.v1.Money").path("currency").path("column").asText())
        .isEqualTo("currency");
    assertThat(get("/v1/contracts/order/options?version=1").path("messages").path("shop.v1.Money"))
        .hasSize(1);
  }

  @Test
  void saysTheTable() throws Exception {
    JsonNode table = get("/v1/contracts/shop.v1.Order/table");

    assertThat(table.path("columns").path(0).path("name").asText()).isEqualTo("id");
    assertThat(table.path("partitioning")).isNotEmpty();
  }

  @Test
  void saysWhereClientsFindIt() throws Exception {
    JsonNode subject = get("/v1/contracts/order").path("subject");

    assertThat(subject.path("name").asText()).isEqualTo("order-value");
    assertThat(subject.path("latestVersion").asInt()).isEqualTo(2);
    assertThat(subject.path("latestSchemaId").asInt()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"versions", "diff", "options", "table"})
  void refusesStreamsThatAreNotThere(String what) throws Exception {
    HttpResponse<String> answer = send("/v1/contracts/nope/" + what);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("STREAM_UNKNOWN");
    assertThat(send("/v1/contracts/order/" + what + "?from=9&version=9").statusCode())
        .isEqualTo(what.equals("versions") ? 200 : 404);
  }

  private JsonNode get(String path) throws Exception {
    HttpResponse<String> answer = send(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }

  private HttpResponse<String> send(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build(),
            BodyHandlers.ofString());
  }
}
