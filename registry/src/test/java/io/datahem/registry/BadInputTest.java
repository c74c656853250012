package io.datahem.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datahem.contracts.SourceFile;
import io.datahem.registry.client.RegistryClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is pushed or registered ends in a clear refusal or a right result. */
@Timeout(60)
class BadInputTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private Registry registry;
  private RegistryServer server;
  private RegistryClient client;
  private String url;

  @BeforeEach
  void start() {
    registry = Registry.open(directory);
    server = RegistryServer.start(registry, "127.0.0.1", 0);
    url = "http://127.0.0.1:" + server.port();
    client = new RegistryClient(url);
  }

  @AfterEach
  void stop() {
    server.close();
    registry.close();
  }

  private RegistryClient.Answer push(SourceFile... files) {
    return client.push(List.of(files), false);
  }

  private void isRefused(RegistryClient.Answer answer, String code) {
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(422);
    assertThat(answer.body().path("findings").findValuesAsText("code")).contains(code);
    assertThat(registry.snapshot().generation()).as("nothing was stored").isZero();
    assertThat(client.list().body().path("contracts")).isEmpty();
  }

  @Test
  void tenThousandFiles() {
    List<SourceFile> files = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      files.add(new SourceFile("f" + i + ".proto", "syntax = \"proto3\";\n"));
    }

    isRefused(client.push(files, false), "PUSH_TOO_LARGE");
  }

  @Test
  void oneBadFileAmongAHundred() {
    List<SourceFile> files = new ArrayList<>();
    for (int i = 0; i < 99; i++) {
      files.add(Shop.stream("s" + i + ".proto", "S" + i, "", "string id = 1;"));
    }
    files.add(Shop.stream("bad.proto", "Bad", "", "string id = ;"));

    RegistryClient.Answer answer = client.push(files, false);

    isRefused(answer, "PROTO_SYNTAX");
    assertThat(answer.body().path("findings").findValuesAsText("file")).containsOnly("bad.proto");
    assertThat(get("/subjects").body()).isEqualTo("[]\n");
  }

  @Test
  void fiveMegabytesOfOneFile() {
    String comment = "// " + "x".repeat(100) + "\n";
    SourceFile large =
        new SourceFile(
            "shop/v1/order.proto",
            Shop.order("string id = 1;").text() + comment.repeat((5 << 20) / comment.length()));

    assertThat(push(large).status()).isEqualTo(200);
    assertThat(client.show("order", 0).body().path("sources").path(0).path("text").asText())
        .isEqualTo(large.text());
    assertThat(get("/subjects/order-value/versions/latest/schema").body()).isEqualTo(large.text());
    assertThat(register("copy", large.text()).statusCode()).isEqualTo(200);
  }

  @Test
  void fiveMegabytesOfNonsense() {
    String nonsense = "nonsense ".repeat((5 << 20) / 9);

    isRefused(push(new SourceFile("a.proto", nonsense)), "PROTO_SYNTAX");
    assertThat(register("s", nonsense).statusCode()).isEqualTo(422);
    assertThat(register("s", "A".repeat(5 << 20)).statusCode()).isEqualTo(422);
  }

  @Test
  void aMessageOfTenThousandFields() {
    String fields =
        IntStream.rangeClosed(1, 10_000)
            .mapToObj(i -> "string f" + i + " = " + i + ";")
            .collect(Collectors.joining("\n  "));

    RegistryClient.Answer answer = push(Shop.order(fields));
    HttpResponse<String> registered =
        register("wide", "syntax = \"proto3\";\nmessage M {\n" + fields + "\n}\n");

    assertThat(answer.status()).isIn(200, 422);
    if (answer.status() == 422) {
      isRefused(answer, "TABLE_TOO_WIDE");
    }
    assertThat(registered.statusCode()).as(registered.body()).isEqualTo(200);
    assertThat(
            register("wide", "syntax = \"proto3\";\nmessage M {\n" + fields + " bool x = 15000;\n}")
                .statusCode())
        .isEqualTo(200);
    assertThat(get("/schemas/ids/1?format=serialized").statusCode()).isEqualTo(200);
  }

  @Test
  void filesThatImportEachOther() {
    isRefused(
        push(
            new SourceFile("a.proto", "syntax = \"proto3\"; import \"b.proto\"; message A {}"),
            new SourceFile("b.proto", "syntax = \"proto3\"; import \"a.proto\"; message B {}")),
        "PROTO_SYNTAX");
  }

  @Test
  void schemasThatWouldImportEachOther() {
    register("a", "syntax = \"proto3\"; message A {}");
    registerReferring("b", "syntax = \"proto3\"; import \"a.proto\"; message B { A a = 1; }", "a");

    HttpResponse<String> answer =
        registerReferring(
            "a", "syntax = \"proto3\"; import \"b.proto\"; message A { B b = 1; }", "b");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
    assertThat(answer.body()).contains("42201", "\\\"A\\\" is already defined");
  }

  @Test
  void messagesThatHoldThemselves() {
    assertThat(
            push(Shop.order("string id = 1;\n  Order parent = 2;\n  map<string, Order> by = 3;"))
                .status())
        .isEqualTo(200);
    assertThat(
            register("tree", "syntax = \"proto3\"; message T { T left = 1; repeated T all = 2; }")
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void messagesThatNestTooDeep() {
    String deep =
        "syntax = \"proto3\";\n"
            + "message M { ".repeat(5_000)
            + "int32 x = 1;"
            + "}".repeat(5_000);

    isRefused(push(new SourceFile("a.proto", deep)), "PROTO_SYNTAX");
    assertThat(register("deep", deep).statusCode()).isEqualTo(422);
  }

  @Test
  void byteOrderMarksAndCarriageReturns() {
    SourceFile plain = Shop.order("string id = 1;");
    SourceFile windows =
        new SourceFile(plain.path(), "\uFEFF" + plain.text().replace("\n", "\r\n"));

    assertThat(push(windows).status()).isEqualTo(200);
    RegistryClient.Answer again = push(plain);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body().path("streams").path(0).path("status").asText()).isEqualTo("unchanged");
    assertThat(register("copy", windows.text()).body())
        .isEqualTo(register("order-value", plain.text()).body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "syntax = \"proto3\"; message M { string größe = 1; }",
        "syntax = \"proto3\"; message Заказ { string id = 1; }",
        "syntax = \"proto3\"; package 注文; message M { string id = 1; }",
      })
  void namesInOtherScripts(String text) {
    isRefused(push(new SourceFile("a.proto", text)), "PROTO_SYNTAX");
    assertThat(register("s", text).statusCode()).isEqualTo(422);
  }

  @Test
  void pathsInOtherScripts() {
    isRefused(push(new SourceFile("заказ.proto", "syntax = \"proto3\";")), "PATH_INVALID");
  }

  @Test
  void subjectsAndCommentsInOtherScripts() {
    HttpResponse<String> answer =
        register("%E6%B3%A8%E6%96%87-value", "// 注文 😀\nsyntax = \"proto3\"; message M {}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(get("/subjects").body()).contains("注文-value");
    assertThat(get("/schemas/ids/1/schema").body()).startsWith("// 注文 😀\n");
  }

  @Test
  void noCharacterThatADatabaseCannotKeep() {
    SourceFile nul =
        new SourceFile("shop/v1/order.proto", Shop.order("string id = 1;").text() + "// \u0000\n");

    isRefused(push(nul), "SOURCE_NOT_TEXT");
    assertThat(register("s", nul.text()).statusCode()).isEqualTo(422);
  }

  @Test
  void pushesThatRace() throws Exception {
    List<CompletableFuture<RegistryClient.Answer>> pushes = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      SourceFile order = Shop.order("string id = 1;\n  string f" + i + " = " + (i + 1) + ";");
      pushes.add(CompletableFuture.supplyAsync(() -> push(order)));
    }
    int accepted = 0;
    for (CompletableFuture<RegistryClient.Answer> push : pushes) {
      RegistryClient.Answer answer = push.get(50, TimeUnit.SECONDS);
      assertThat(answer.status()).as(answer.body().toString()).isIn(200, 409);
      accepted += answer.status() == 200 ? 1 : 0;
    }

    assertThat(accepted).as("each takes another's field away").isEqualTo(1);
    assertThat(registry.history("order")).hasSize(1);
  }

  private HttpResponse<String> register(String subject, String schema) {
    return send("POST", "/subjects/" + subject + "/versions", schema(schema).toString());
  }

  private HttpResponse<String> registerReferring(String subject, String schema, String to) {
    ObjectNode body = schema(schema);
    body.putArray("references")
        .addObject()
        .put("name", to + ".proto")
        .put("subject", to)
        .put("version", 1);
    return send("POST", "/subjects/" + subject + "/versions", body.toString());
  }

  private static ObjectNode schema(String schema) {
    return JSON.createObjectNode().put("schemaType", "PROTOBUF").put("schema", schema);
  }

  private HttpResponse<String> get(String path) {
    return send("GET", path, "");
  }

  private HttpResponse<String> send(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    try {
      return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
