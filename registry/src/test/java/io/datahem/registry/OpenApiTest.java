package io.datahem.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.registry.http.Route;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OpenApiTest extends ShopServer {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  @Override
  Registry open() {
    return Registry.open(directory);
  }

  @Test
  void everyRouteIsDocumentedAndNoOther() {
    Set<String> documented = new TreeSet<>();
    for (Operation operation : Operation.all(OpenApi.document())) {
      documented.add(operation.toString());
    }
    Set<String> routed = new TreeSet<>();
    for (Route route : RegistryServer.router(registry).routes()) {
      routed.add(route.method() + " " + route.template());
    }

    assertThat(documented).isEqualTo(routed);
  }

  @Test
  void everyDocumentedRouteAnswersAsDocumented() throws Exception {
    JsonNode document = JSON.readTree(call("GET", "/openapi.json").body());
    assertThat(document).isEqualTo(OpenApi.document());

    for (Operation operation : Operation.all(document)) {
      String path =
          operation
              .path()
              .replace("{stream}", "order")
              .replace("{subject}", "order-value")
              .replace("{version}", "latest")
              .replace("{id}", "1")
              .replace("{guid}", "00000000-0000-0000-0000-000000000000");
      HttpResponse<String> answer = call(operation.method(), path);

      String said = operation.method() + " " + path + ": " + answer.body();
      assertThat(answer.statusCode()).as(said).isLessThan(500).isNotEqualTo(405);
      assertThat(answer.body()).as(said).doesNotContain("HTTP 404", "Nothing is here");
      String type =
          operation
              .described()
              .path("responses")
              .path("default")
              .path("content")
              .fieldNames()
              .next();
      assertThat(answer.headers().firstValue("Content-Type")).as(said).contains(type);
      if (operation.method().equals("GET") && !path.contains("guid")) {
        assertThat(answer.statusCode()).as(said).isIn(200, 404);
      }
    }
  }

  @Test
  void everyPathParameterIsDescribed() {
    for (Operation operation : Operation.all(OpenApi.document())) {
      List<String> described = new ArrayList<>();
      operation
          .described()
          .path("parameters")
          .forEach(
              parameter -> {
                if (parameter.path("in").asText().equals("path")) {
                  described.add("{" + parameter.path("name").asText() + "}");
                }
              });
      List<String> named =
          java.util.Arrays.stream(operation.path().split("/", -1))
              .filter(segment -> segment.startsWith("{"))
              .toList();
      assertThat(described).as(operation.path()).isEqualTo(named);
      assertThat(operation.described().path("summary").asText()).isNotEmpty();
    }
  }

  private HttpResponse<String> call(String method, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .header("Content-Type", "application/json")
            .method(
                method,
                method.equals("GET") || method.equals("DELETE")
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString("{}"))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }
}
