package io.datahem.registry.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.contracts.ContractSnapshot;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.compatibility.CompatibilityLevel;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks a registry. Thread-safe. */
public final class RegistryClient {
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String url;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /**
   * A client.
   *
   * @param url where the registry is, without a path
   */
  public RegistryClient(String url) {
    this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /** The registry cannot be asked. */
  public static final class UnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreachableException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * An answer.
   *
   * @param status the HTTP status: below 300 it is what was asked for, else {@code {code, message,
   *     …}}
   * @param body JSON; a missing node for none
   */
  public record Answer(int status, JsonNode body) {

    public boolean ok() {
      return status < 300;
    }
  }

  /** Pushes files; 409 and 422 carry the findings. */
  public Answer push(List<SourceFile> files, boolean dryRun) {
    return push(Map.of("files", files, "dryRun", dryRun));
  }

  /** What a push would say if every stream had this level. */
  public Answer rehearse(List<SourceFile> files, CompatibilityLevel level) {
    return push(Map.of("files", files, "dryRun", true, "level", level));
  }

  private Answer push(Map<String, Object> push) {
    try {
      String body = JSON.writeValueAsString(push);
      return ask(
          HttpRequest.newBuilder(URI.create(url + "/v1/contracts"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(body)),
          ANSWER);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Every stream's newest contract. */
  public Answer list() {
    return get("/v1/contracts", ANSWER);
  }

  /** Every live file. */
  public Answer sources() {
    return get("/v1/sources", ANSWER);
  }

  /**
   * One contract.
   *
   * @param version 0 for the newest
   */
  public Answer show(String stream, int version) {
    String name = URLEncoder.encode(stream, StandardCharsets.UTF_8);
    return get("/v1/contracts/" + name + (version == 0 ? "" : "?version=" + version), ANSWER);
  }

  /** What changed between two versions of a contract. */
  public Answer diff(String stream, int from, int to) {
    String name = URLEncoder.encode(stream, StandardCharsets.UTF_8);
    return get("/v1/contracts/" + name + "/diff?from=" + from + "&to=" + to, ANSWER);
  }

  /** What is live, if it is newer; null when nothing is within the wait. */
  public @Nullable ContractSnapshot snapshot(long after, Duration wait) {
    Answer answer =
        get("/v1/snapshot?after=" + after + "&waitMillis=" + wait.toMillis(), wait.plus(ANSWER));
    if (!answer.ok()) {
      throw new IllegalStateException(
          "Cannot read contracts from " + url + ": " + answer.body().path("message").asText());
    }
    try {
      return answer.status() == 204
          ? null
          : JSON.treeToValue(answer.body(), ContractSnapshot.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "Cannot read contracts from " + url + ": not of this version", e);
    }
  }

  private Answer get(String path, Duration limit) {
    return ask(HttpRequest.newBuilder(URI.create(url + path)).GET(), limit);
  }

  private Answer ask(HttpRequest.Builder request, Duration limit) {
    try {
      HttpResponse<byte[]> response =
          http.send(request.timeout(limit).build(), BodyHandlers.ofByteArray());
      JsonNode body = JSON.readTree(response.body());
      return new Answer(response.statusCode(), body == null ? JSON.missingNode() : body);
    } catch (IOException e) {
      throw new UnreachableException(
          "REGISTRY_UNREACHABLE Cannot ask the registry at "
              + url
              + ", expected one there. Is `datahem up` running?",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException(
          "REGISTRY_UNREACHABLE Cannot ask the registry: interrupted", e);
    }
  }
}
