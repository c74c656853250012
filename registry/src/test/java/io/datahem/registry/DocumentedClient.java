package io.datahem.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A client that sends and takes nothing but what the OpenAPI document says, and knows which of it
 * it has met. A request is written {@code METHOD /path}.
 */
final class DocumentedClient {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final HttpClient http = HttpClient.newHttpClient();
  private final String address;
  private final List<Operation> operations;
  private final DocumentedSchemas schemas;
  private final Set<String> answered = new TreeSet<>();
  private final Set<String> refused = new TreeSet<>();
  private final Set<String> codes = new TreeSet<>();

  DocumentedClient(int port, JsonNode document) {
    address = "http://127.0.0.1:" + port;
    operations = Operation.all(document);
    schemas = new DocumentedSchemas(document);
  }

  /** A request that is done. */
  JsonNode ok(String request) {
    return ok(request, "");
  }

  JsonNode ok(String request, JsonNode body) {
    return ok(request, body.toString());
  }

  /** A request that is done. Its body is as documented, and so is the answer. */
  JsonNode ok(String request, String body) {
    Operation operation = operation(request);
    JsonNode taken = operation.body();
    assertThat(taken.isMissingNode()).as("%s takes no body", operation).isEqualTo(body.isEmpty());
    taken.forEach(
        type -> assertThat(schemas.problems(type.path("schema"), json(body))).as(body).isEmpty());
    if (request.startsWith("GET ")) {
      // Older clients do not ask for every member.
      check(operation, send(request, body, type(operation), false), 200);
    }
    answered.add(operation.toString());
    return check(operation, send(request, body, type(operation), true), 200);
  }

  /** A request that there is nothing to say to. */
  void nothing(String request) {
    Operation operation = operation(request);
    assertThat(send(request, "", type(operation), true).body()).isEmpty();
    assertThat(operation.answer(204).isMissingNode()).as(request).isFalse();
    assertThat(operation.answer(204).has("content")).as(request).isFalse();
  }

  void refused(String request, Object code) {
    refused(request, "", code);
  }

  void refused(String request, String body, Object code) {
    refused(request, body, type(operation(request)), code);
  }

  /** A request that is refused with a code, its body sent as of a type. */
  void refused(String request, String body, String type, Object code) {
    Operation operation = operation(request);
    HttpResponse<String> answer = send(request, body, type, true);
    refusedWith(check(operation, answer, answer.statusCode()), answer, code);
    refused.add(operation.toString());
  }

  /** A request that is no operation. */
  void refusedAsNone(String request, String schema, Object code) {
    HttpResponse<String> answer = send(request, "", "application/json", true);
    JsonNode problem = json(answer.body());
    assertThat(schemas.problems(schemas.named(schema), problem)).as(answer.body()).isEmpty();
    refusedWith(problem, answer, code);
  }

  private void refusedWith(JsonNode problem, HttpResponse<String> answer, Object code) {
    String said = problem.path(problem.has("code") ? "code" : "error_code").asText();
    assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
    assertThat(said).as(answer.body()).isEqualTo(String.valueOf(code));
    codes.add(said);
  }

  private JsonNode check(Operation operation, HttpResponse<String> answer, int status) {
    String said = operation + ": " + answer.statusCode() + " " + answer.body();
    assertThat(answer.statusCode()).as(said).isEqualTo(status);
    String type = answer.headers().firstValue("Content-Type").orElse("");
    JsonNode schema = operation.answer(status).path("content").path(type).path("schema");
    assertThat(schema.isMissingNode()).as("no schema for " + said).isFalse();
    boolean isText = schema.path("format").asText().equals("binary");
    JsonNode value = isText ? new TextNode(answer.body()) : json(answer.body());
    assertThat(schemas.problems(schema, value)).as(said).isEmpty();
    return value;
  }

  /** The operations of which no request was done. */
  Set<String> unanswered() {
    return without(answered);
  }

  /** The operations of which no request was refused. */
  Set<String> neverRefused() {
    return without(refused);
  }

  private Set<String> without(Set<String> met) {
    Set<String> left = new TreeSet<>();
    operations.forEach(operation -> left.add(operation.toString()));
    left.removeAll(met);
    return left;
  }

  /** The codes of all refusals. */
  Set<String> codes() {
    return codes;
  }

  DocumentedSchemas schemas() {
    return schemas;
  }

  private Operation operation(String request) {
    String path = path(request).replaceAll("\\?.*", "");
    return operations.stream()
        .filter(operation -> operation.takes(method(request), path))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the document has no " + request));
  }

  private static String type(Operation operation) {
    JsonNode body = operation.body();
    return body.isEmpty() ? "application/json" : body.fieldNames().next();
  }

  private static String method(String request) {
    return request.substring(0, request.indexOf(' '));
  }

  private static String path(String request) {
    return request.substring(request.indexOf(' ') + 1);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }

  private HttpResponse<String> send(String request, String body, String type, boolean all) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(address + path(request)))
            .header("Content-Type", type)
            .header("Confluent-Accept-Unknown-Properties", String.valueOf(all))
            .method(
                method(request),
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    try {
      return http.send(builder.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
