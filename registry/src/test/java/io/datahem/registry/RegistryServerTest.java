package io.datahem.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.contracts.ContractSnapshot;
import io.datahem.contracts.SourceFile;
import io.datahem.registry.client.RegistryClient;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RegistryServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HOST = "127.0.0.1";

  @TempDir private Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private Registry registry;
  private RegistryServer server;
  private RegistryClient client;

  @BeforeEach
  void start() {
    registry = Registry.open(directory);
    server = RegistryServer.start(registry, HOST, 0);
    client = new RegistryClient("http://" + HOST + ":" + server.port() + "/");
  }

  @AfterEach
  void stop() {
    server.close();
    registry.close();
  }

  @Test
  void pushesListsAndShows() {
    RegistryClient.Answer pushed =
        client.push(List.of(Shop.orderOfMoney(), Shop.money("double amount = 1;")), false);
    client.push(List.of(Shop.money("double amount = 1;\n  string currency = 2;")), false);

    assertThat(pushed.status()).isEqualTo(200);
    assertThat(pushed.body().path("generation").asLong()).isEqualTo(1);
    assertThat(pushed.body().path("streams"))
        .isEqualTo(
            json(
                "[{'stream':'order','message':'shop.v1.Order','version':1,'status':'created',"
                    + "'table':'order'}]"));
    assertThat(pushed.body().path("findings")).isEmpty();
    JsonNode list = client.list().body();
    assertThat(list.path("generation").asLong()).isEqualTo(2);
    assertThat(list.path("contracts").findValuesAsText("stream")).containsExactly("order");
    JsonNode newest = client.show("order", 0).body();
    assertThat(newest.path("version").asInt()).isEqualTo(2);
    assertThat(newest.path("owner").asText()).isEqualTo("tests");
    assertThat(newest.path("versions").findValuesAsText("version")).containsExactly("1", "2");
    assertThat(newest.path("columns").path(1).path("fields").findValuesAsText("name"))
        .containsExactly("amount", "currency");
    JsonNode first = client.show("shop.v1.Order", 1).body();
    assertThat(first.path("version").asInt()).isEqualTo(1);
    assertThat(first.path("sources").findValuesAsText("text"))
        .contains(Shop.money("double amount = 1;").text());
  }

  @Test
  void refusesWhatWouldBreakReadersWithEveryFinding() {
    client.push(List.of(Shop.order("string id = 1;\n  int32 amount = 3;")), false);

    RegistryClient.Answer answer =
        client.push(List.of(Shop.order("int64 id = 1;\n  string amount = 3;")), false);

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.body().path("code").asText()).isEqualTo("CONTRACT_BREAKING");
    assertThat(answer.body().path("findings")).hasSize(2);
    JsonNode finding = answer.body().path("findings").path(1);
    assertThat(finding.path("severity").asText()).isEqualTo("ERROR");
    assertThat(finding.path("code").asText()).isEqualTo("FIELD_TYPE_CHANGED");
    assertThat(finding.path("file").asText()).isEqualTo("shop/v1/order.proto");
    assertThat(finding.path("line").asInt()).isEqualTo(11);
    assertThat(finding.path("column").asInt()).isEqualTo(3);
    assertThat(finding.path("message").asText())
        .startsWith("Cannot register shop.v1.Order: field 3 'amount' changed int32 -> string.");
    assertThat(finding.path("fix").asText())
        .isEqualTo("Keep 'int32 amount = 3', or use a new field number (4 is free).");
  }

  @Test
  void refusesWhatIsInvalidWithEveryFinding() {
    RegistryClient.Answer answer =
        client.push(
            List.of(
                Shop.order("string id = ;"),
                Shop.stream("b.proto", "B", "import \"nope.proto\";\n", "string id = 1;"),
                new SourceFile("c.proto", "syntax = \"proto3\"\n")),
            true);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body().path("code").asText()).isEqualTo("CONTRACT_INVALID");
    assertThat(answer.body().path("findings").findValuesAsText("file"))
        .contains("shop/v1/order.proto", "b.proto", "c.proto");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../../etc/cron.d/x.proto", "/etc/x.proto", "a\\b.proto", "x\u0000.proto"})
  void refusesPathsThatLeaveTheirPlace(String path) {
    RegistryClient.Answer answer =
        client.push(List.of(new SourceFile(path, "syntax = \"proto3\";\n")), false);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body().path("findings").findValuesAsText("code"))
        .containsExactly("PATH_INVALID");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "null",
        "[]",
        "{}",
        "{\"files\":{}}",
        "{\"files\":[1]}",
        "{\"files\":[{\"path\":\"a.proto\"}]}",
        "{\"files\":[{\"path\":\"a.proto\",\"text\":1}]}",
        "{\"files\":[{\"path\":\"a.proto\",\"text\":\"",
        "{\"files\":[],\"dryRun\":\"yes\"}",
        "{\"files\":[],\"dryrun\":true}",
        "{\"files\":[{\"path\":\"a.proto\",\"text\":\"\",\"name\":\"a\"}]}",
      })
  void refusesBodiesThatAreNoPush(String body) throws Exception {
    assertProblem(post(body, "application/json"), 400, "REQUEST_INVALID");
  }

  @Test
  void refusesDeepAndLargeBodies() throws Exception {
    assertProblem(post("[".repeat(100_000), "application/json"), 400, "REQUEST_INVALID");
    assertProblem(
        post("{\"files\":[" + " ".repeat(20 << 20) + "]}", "application/json"),
        413,
        "BODY_TOO_LARGE");
  }

  @Test
  void refusesTextThatIsNoUnicode() throws Exception {
    HttpResponse<String> answer =
        post(
            "{\"files\":[{\"path\":\"a.proto\",\"text\":\"// \\ud800\"}]}",
            "application/json; charset=utf-8");

    assertProblem(answer, 422, "CONTRACT_INVALID");
    assertThat(answer.body()).contains("SOURCE_NOT_UTF8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonp"})
  void refusesOtherTypesOfBody(String type) throws Exception {
    assertProblem(post("{\"files\":[]}", type), 415, "CONTENT_TYPE_UNSUPPORTED");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1, 404, NOT_FOUND",
    "GET, /v1/contracts/nope, 404, STREAM_UNKNOWN",
    "GET, /v1/contracts/order?version=9, 404, VERSION_UNKNOWN",
    "GET, /v1/contracts/order?version=4294967297, 400, REQUEST_INVALID",
    "GET, /v1/contracts/order?version=-1, 400, REQUEST_INVALID",
    "GET, /v1/contracts/order?version=one, 400, REQUEST_INVALID",
    "GET, /v1/snapshot?after=x, 400, REQUEST_INVALID",
    "GET, /v1/snapshot?waitMillis=-5, 400, REQUEST_INVALID",
    "DELETE, /v1/contracts/order, 405, METHOD_NOT_ALLOWED",
    "PUT, /v1/contracts, 405, METHOD_NOT_ALLOWED",
    "POST, /v1/snapshot, 405, METHOD_NOT_ALLOWED",
  })
  void refusesWhatIsNotThere(String method, String path, int status, String code) throws Exception {
    client.push(List.of(Shop.order("string id = 1;")), false);

    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.noBody()).build(),
            BodyHandlers.ofString());

    assertProblem(answer, status, code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/contracts/%zz HTTP/1.1",
        "GET /v1/contracts/%ff HTTP/1.1",
        "GET /v1/contracts/%00 HTTP/1.1",
        "GET /v1/contracts/..%2f..%2fetc HTTP/1.1",
        "GET /v1/snapshot?after=%zz HTTP/1.1",
        "GET /v1/snapshot?%ff=%ff HTTP/1.1",
        "GET /v1/contracts/;a=b HTTP/1.1",
        "GET //etc HTTP/1.1",
        "GET / HTTP/9.9",
        "NONSENSE",
        "\u0001\u0002"
      })
  void answersEveryMalformedRequestWithACode(String line) throws Exception {
    String answer = raw(line + "\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(answer).matches("(?s)HTTP/1\\.1 (2\\d\\d|4\\d\\d|505) .*");
    assertThat(answer).doesNotContain("<html", "Exception", "\tat ");
    if (!answer.startsWith("HTTP/1.1 2")) {
      assertThat(answer).contains("\"code\":\"", "\"message\":\"");
    }
  }

  @Test
  void refusesHeadersThatAreTooLong() throws Exception {
    String answer =
        raw(
            "GET / HTTP/1.1\r\nHost: x\r\nX: "
                + "x".repeat(100_000)
                + "\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 431 ").contains("\"code\":\"REQUEST_INVALID\"");
  }

  @Test
  void aPushIsSeenByWhoWaitsForItAtOnce() throws Exception {
    CompletableFuture<ContractSnapshot> waiting =
        CompletableFuture.supplyAsync(() -> client.snapshot(0, Duration.ofSeconds(25)));
    while (!registry.isAwaited()) {
      Thread.sleep(5);
    }
    registry.push(List.of(Shop.order("string id = 1;")), false);

    ContractSnapshot seen = waiting.get(2, TimeUnit.SECONDS);

    assertThat(seen).usingRecursiveComparison().isEqualTo(registry.snapshot());
    assertThat(client.snapshot(seen.generation(), Duration.ZERO)).isNull();
    assertThat(client.snapshot(seen.generation(), Duration.ofMillis(50))).isNull();
    assertThat(client.snapshot(0, Duration.ZERO)).isNotNull();
  }

  @Test
  void manyWhoWaitKeepNobodyElseWaiting() throws Exception {
    List<CompletableFuture<?>> waiting = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      HttpRequest request =
          HttpRequest.newBuilder(uri("/v1/snapshot?after=0&waitMillis=30000")).build();
      waiting.add(http.sendAsync(request, BodyHandlers.ofString()));
    }
    while (!registry.isAwaited()) {
      Thread.sleep(5);
    }

    HttpResponse<String> health =
        http.send(
            HttpRequest.newBuilder(uri("/healthz")).timeout(Duration.ofSeconds(5)).build(),
            BodyHandlers.ofString());

    assertThat(health.statusCode()).isEqualTo(200);
    client.push(List.of(Shop.order("string id = 1;")), false);
    CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
  }

  @Test
  void closesWhileSomebodyWaits() throws Exception {
    CompletableFuture<?> waiting =
        http.sendAsync(
            HttpRequest.newBuilder(uri("/v1/snapshot?waitMillis=30000")).build(),
            BodyHandlers.ofString());
    while (!registry.isAwaited()) {
      Thread.sleep(5);
    }

    long start = System.nanoTime();
    server.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    waiting.cancel(true);
  }

  @Test
  void aPortInUseIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> RegistryServer.start(registry, HOST, taken.getLocalPort()))
          .hasMessageContaining("PORT_IN_USE")
          .hasMessageContaining(HOST + ":" + taken.getLocalPort());
    }
  }

  @Test
  void aRegistryThatIsNotThereIsNamed() {
    server.close();

    assertThatThrownBy(() -> client.list())
        .isInstanceOf(RegistryClient.UnreachableException.class)
        .hasMessageContaining("REGISTRY_UNREACHABLE");
  }

  private HttpResponse<String> post(String body, String type) throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri("/v1/contracts"))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private String raw(String request) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String code)
      throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    JsonNode body = JSON.readTree(answer.body());
    assertThat(body.path("code").asText()).isEqualTo(code);
    assertThat(body.path("message").asText())
        .startsWith(status == 404 && code.equals("NOT_FOUND") ? "Nothing" : "Cannot ");
  }

  private URI uri(String path) {
    return URI.create("http://" + HOST + ":" + server.port() + path);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (java.io.IOException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
