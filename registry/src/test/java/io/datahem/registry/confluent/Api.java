package io.datahem.registry.confluent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datahem.contracts.SourceFile;
import io.datahem.registry.PushResult;
import io.datahem.registry.Registry;
import io.datahem.registry.RegistryServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;

/** A registry that serves, and a client that knows nothing of it but HTTP. */
final class Api implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String TYPE = "application/vnd.schemaregistry.v1+json";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Registry registry;
  private final RegistryServer server;

  Api(Path directory) {
    registry = Registry.open(directory);
    server = RegistryServer.start(registry, "127.0.0.1", 0);
  }

  /** An answer: every one is of the one content type. */
  record Reply(int status, String text) {

    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (java.io.IOException e) {
        throw new IllegalArgumentException(text, e);
      }
    }

    Reply ok() {
      assertThat(status).as(text).isEqualTo(200);
      return this;
    }

    void isProblem(int code) {
      assertThat(json().path("error_code").asInt()).as(text).isEqualTo(code);
      assertThat(status).isEqualTo(code < 1_000 ? code : code / 100);
      assertThat(json().path("message").asText()).isNotEmpty();
      assertThat(json()).hasSize(2);
    }

    void is(String json) {
      ok();
      assertThat(text.strip()).isEqualTo(json.replace('\'', '"'));
    }
  }

  Reply get(String path) {
    return call("GET", path, "");
  }

  Reply delete(String path) {
    return call("DELETE", path, "");
  }

  Reply put(String path, String body) {
    return call("PUT", path, body.replace('\'', '"'));
  }

  Reply post(String path, JsonNode body) {
    return call("POST", path, body.toString());
  }

  Reply register(String subject, String schema) {
    return post("/subjects/" + subject + "/versions", schema(schema));
  }

  int id(String subject, String schema) {
    return register(subject, schema).ok().json().path("id").asInt();
  }

  /** A registration's body. */
  static ObjectNode schema(String schema) {
    return JSON.createObjectNode().put("schemaType", "PROTOBUF").put("schema", schema);
  }

  static ObjectNode referring(String schema, String name, String subject, int version) {
    ObjectNode body = schema(schema);
    body.putArray("references")
        .addObject()
        .put("name", name)
        .put("subject", subject)
        .put("version", version);
    return body;
  }

  Reply call(String method, String path, String body) {
    return call(method, path, body, TYPE);
  }

  Reply call(String method, String path, String body, String type) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .header("Content-Type", type)
            .header("Accept", "text/html, application/xml;q=0.9")
            .header("Confluent-Accept-Unknown-Properties", "true")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      assertThat(answer.headers().firstValue("Content-Type")).contains(TYPE);
      return new Reply(answer.statusCode(), answer.body());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  PushResult push(SourceFile... files) {
    return registry.push(List.of(files), false);
  }

  @Override
  public void close() {
    server.close();
    registry.close();
  }
}
