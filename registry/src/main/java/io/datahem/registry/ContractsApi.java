package io.datahem.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.contracts.Contract;
import io.datahem.contracts.ContractSnapshot;
import io.datahem.contracts.Contracts;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.table.TablePlans;
import io.datahem.registry.RegistryServer.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** {@code /v1/contracts} and {@code /v1/snapshot}: what each request means. Thread-safe. */
final class ContractsApi {
  private static final int MAX_BODY_BYTES = 20 << 20;
  private static final int MAX_WAITING = 32;
  private static final int MAX_PUSHES = 8;
  private static final long MAX_WAIT_MILLIS = 30_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Registry registry;
  private final Semaphore waiting = new Semaphore(MAX_WAITING);
  private final Semaphore pushes = new Semaphore(MAX_PUSHES);

  ContractsApi(Registry registry) {
    this.registry = registry;
  }

  /** A request that is refused, with what to tell the caller. Carries no stack trace. */
  static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RegistryProblem problem;

    RefusedException(RegistryProblem problem, String message) {
      super(message, null, false, false);
      this.problem = problem;
    }

    RegistryProblem problem() {
      return problem;
    }
  }

  Answer answer(Request request) {
    String path = request.getHttpURI().getPath();
    String method = request.getMethod();
    if (path.equals("/healthz")) {
      return Answer.ok(Map.of("status", "ok"));
    }
    if (path.equals("/v1/contracts") && method.equals("POST")) {
      return push(request);
    }
    if (!path.equals("/v1/contracts")
        && !path.equals("/v1/snapshot")
        && !path.startsWith("/v1/contracts/")) {
      throw new RefusedException(
          RegistryProblem.NOT_FOUND, "Nothing is here. Contracts are at /v1/contracts.");
    }
    if (!method.equals("GET")) {
      throw new RefusedException(
          RegistryProblem.METHOD_NOT_ALLOWED,
          "Cannot "
              + method
              + " "
              + path
              + ", expected GET"
              + (path.equals("/v1/contracts") ? " or POST." : "."));
    }
    Fields query = query(request);
    return switch (path) {
      case "/v1/contracts" -> list();
      case "/v1/snapshot" -> snapshot(query);
      default -> show(path.substring("/v1/contracts/".length()), query);
    };
  }

  private static Fields query(Request request) {
    try {
      return Request.extractQueryParameters(request);
    } catch (RuntimeException e) {
      throw new RefusedException(
          RegistryProblem.REQUEST_INVALID, "Cannot read the query, expected it URL-encoded.");
    }
  }

  private Answer push(Request request) {
    // A web page may send any other type to this machine without asking first.
    String type = String.valueOf(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
    if (!MimeTypes.getContentTypeWithoutCharset(type).equalsIgnoreCase("application/json")) {
      throw new RefusedException(
          RegistryProblem.CONTENT_TYPE_UNSUPPORTED,
          "Cannot take a push of another type, expected Content-Type: application/json.");
    }
    if (!pushes.tryAcquire()) {
      throw new RefusedException(
          RegistryProblem.REGISTRY_BUSY,
          "Cannot take a push: " + MAX_PUSHES + " are under way. Try again in a few seconds.");
    }
    try {
      return pushed(request);
    } finally {
      pushes.release();
    }
  }

  private Answer pushed(Request request) {
    JsonNode body = body(request);
    List<SourceFile> files = new ArrayList<>();
    for (JsonNode file : body.path("files")) {
      if (!file.path("path").isTextual() || !file.path("text").isTextual()) {
        throw new RefusedException(
            RegistryProblem.REQUEST_INVALID,
            "Cannot take a file, expected {\"path\": …, \"text\": …}.");
      }
      files.add(new SourceFile(file.path("path").asText(), file.path("text").asText()));
    }
    PushResult result = registry.push(files, body.path("dryRun").asBoolean(false));
    return switch (result.verdict()) {
      case ACCEPTED ->
          Answer.ok(
              Map.of(
                  "generation", result.generation(),
                  "streams", result.streams(),
                  "findings", result.findings()));
      case INVALID -> refused(RegistryProblem.CONTRACT_INVALID, "has errors", result);
      case BREAKING -> refused(RegistryProblem.CONTRACT_BREAKING, "would break readers", result);
    };
  }

  private static Answer refused(RegistryProblem problem, String why, PushResult result) {
    return new Answer(
        problem.status(),
        Map.of(
            "code",
            problem.name(),
            "message",
            "Cannot push: the contract " + why + ". Nothing was changed.",
            "findings",
            result.findings()));
  }

  private static JsonNode body(Request request) {
    try (InputStream in = Content.Source.asInputStream(request)) {
      byte[] bytes = in.readNBytes(MAX_BODY_BYTES + 1);
      if (bytes.length > MAX_BODY_BYTES) {
        throw new RefusedException(
            RegistryProblem.BODY_TOO_LARGE,
            "Cannot take the body, expected at most " + MAX_BODY_BYTES + " bytes.");
      }
      JsonNode body = JSON.readTree(bytes);
      boolean wellFormed =
          body != null
              && body.path("files").isArray()
              && (body.path("dryRun").isBoolean() || body.path("dryRun").isMissingNode());
      if (!wellFormed) {
        throw new RefusedException(
            RegistryProblem.REQUEST_INVALID,
            "Cannot take the body, expected {\"files\": […], \"dryRun\": true or false}.");
      }
      return body;
    } catch (IOException e) {
      throw new RefusedException(
          RegistryProblem.REQUEST_INVALID, "Cannot read the body, expected JSON.");
    }
  }

  private Answer list() {
    List<Map<String, Object>> contracts = new ArrayList<>();
    for (StoredVersion version : registry.list()) {
      contracts.add(summary(version));
    }
    return Answer.ok(
        Map.of("generation", registry.snapshot().generation(), "contracts", contracts));
  }

  private Answer show(String name, Fields query) {
    String wantedName = decode(name);
    int wanted = (int) number(query, "version", 0, Integer.MAX_VALUE);
    String stream =
        registry
            .find(wantedName, 0)
            .map(StoredVersion::stream)
            .orElseThrow(
                () ->
                    new RefusedException(
                        RegistryProblem.STREAM_UNKNOWN,
                        "Cannot show '" + wantedName + "': no contract has that name."));
    StoredVersion version =
        registry
            .find(stream, wanted)
            .orElseThrow(
                () ->
                    new RefusedException(
                        RegistryProblem.VERSION_UNKNOWN,
                        "Cannot show version " + wanted + " of '" + stream + "': there is none."));
    Contract contract =
        Contracts.load(version.descriptorSet(), version.message(), version.version());
    Map<String, Object> body = new LinkedHashMap<>(summary(version));
    body.put("description", contract.options().description());
    body.put("owner", contract.options().owner());
    body.put("keys", contract.options().keys());
    body.put("columns", TablePlans.of(contract).columns());
    body.put("sources", version.sources());
    body.put("versions", registry.history(stream).stream().map(ContractsApi::summary).toList());
    return Answer.ok(body);
  }

  private static String decode(String name) {
    try {
      return URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          RegistryProblem.REQUEST_INVALID,
          "Cannot read the stream's name, expected it URL-encoded.");
    }
  }

  private static Map<String, Object> summary(StoredVersion version) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("stream", version.stream());
    summary.put("message", version.message());
    summary.put("version", version.version());
    summary.put("table", version.table());
    summary.put("pushedAt", version.pushedAt());
    return summary;
  }

  /**
   * Answers at once when something newer is live, else when it is, else 204. So many may wait; more
   * are not kept waiting.
   */
  private Answer snapshot(Fields query) {
    long after = number(query, "after", 0, Long.MAX_VALUE);
    long wait = Math.min(MAX_WAIT_MILLIS, number(query, "waitMillis", 0, Long.MAX_VALUE));
    boolean mayWait = waiting.tryAcquire();
    try {
      ContractSnapshot newer =
          registry.awaitNewer(after, mayWait ? Duration.ofMillis(wait) : Duration.ZERO);
      return newer == null ? new Answer(HttpStatus.NO_CONTENT_204, null) : Answer.ok(newer);
    } finally {
      if (mayWait) {
        waiting.release();
      }
    }
  }

  private static long number(Fields query, String name, long byDefault, long max) {
    String text = query.getValue(name);
    if (text == null) {
      return byDefault;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= 0 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new RefusedException(
        RegistryProblem.REQUEST_INVALID,
        "Cannot read '" + name + "', expected a whole number from 0 to " + max + ".");
  }
}
