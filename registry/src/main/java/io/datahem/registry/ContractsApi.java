package io.datahem.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.contracts.Contract;
import io.datahem.contracts.ContractSnapshot;
import io.datahem.contracts.Contracts;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.table.TablePlans;
import io.datahem.registry.http.Answer;
import io.datahem.registry.http.Call;
import io.datahem.registry.http.Endpoint;
import io.datahem.registry.http.RefusedException;
import io.datahem.registry.http.Route;
import io.datahem.registry.store.StoredVersion;
import io.datahem.registry.subjects.SubjectException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /v1/contracts} and {@code /v1/snapshot}: what each request means. Thread-safe. */
final class ContractsApi {
  private static final Logger LOG = LoggerFactory.getLogger(ContractsApi.class);
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

  /** Every route, with its refusals as this API says them. */
  List<Route> routes() {
    List<Route> routes =
        List.of(
            new Route("GET", "/healthz", call -> Answer.ok(Map.of("status", "ok"))),
            new Route("GET", "/v1/contracts", call -> list()),
            new Route("POST", "/v1/contracts", this::push),
            new Route("GET", "/v1/contracts/{stream}", this::show),
            new Route("GET", "/v1/snapshot", this::snapshot));
    return routes.stream()
        .map(route -> new Route(route.method(), route.template(), refusing(route.endpoint())))
        .toList();
  }

  private static Endpoint refusing(Endpoint endpoint) {
    return call -> {
      try {
        return endpoint.answer(call);
      } catch (Call.UnreadableException e) {
        return problem(RegistryProblem.REQUEST_INVALID, String.valueOf(e.getMessage()));
      } catch (Call.BodyTooLargeException e) {
        return problem(RegistryProblem.BODY_TOO_LARGE, String.valueOf(e.getMessage()));
      } catch (RefusedException e) {
        return e.answer();
      } catch (SubjectException e) {
        return problem(RegistryProblem.REGISTRY_BUSY, String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        LOG.error("Cannot answer a request about contracts", e);
        return problem(
            RegistryProblem.INTERNAL_ERROR, "Something is wrong here; the log says what.");
      }
    };
  }

  static Answer problem(RegistryProblem problem, String message) {
    return Answer.of(problem.status(), Map.of("code", problem.name(), "message", message));
  }

  private static RefusedException refusal(RegistryProblem problem, String message) {
    return new RefusedException(problem(problem, message), message);
  }

  private Answer push(Call call) {
    // A web page may send any other type to this machine without asking first.
    if (!call.contentType().equals("application/json")) {
      throw refusal(
          RegistryProblem.CONTENT_TYPE_UNSUPPORTED,
          "Cannot take a push of another type, expected Content-Type: application/json.");
    }
    if (!pushes.tryAcquire()) {
      throw refusal(
          RegistryProblem.REGISTRY_BUSY,
          "Cannot take a push: " + MAX_PUSHES + " are under way. Try again in a few seconds.");
    }
    try {
      return pushed(call);
    } finally {
      pushes.release();
    }
  }

  private Answer pushed(Call call) {
    JsonNode body = body(call);
    List<SourceFile> files = new ArrayList<>();
    for (JsonNode file : body.path("files")) {
      if (!file.path("path").isTextual() || !file.path("text").isTextual()) {
        throw refusal(
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
    return Answer.of(
        problem.status(),
        Map.of(
            "code",
            problem.name(),
            "message",
            "Cannot push: the contract " + why + ". Nothing was changed.",
            "findings",
            result.findings()));
  }

  private static JsonNode body(Call call) {
    try {
      JsonNode body = JSON.readTree(call.body(MAX_BODY_BYTES));
      boolean wellFormed =
          body != null
              && body.path("files").isArray()
              && (body.path("dryRun").isBoolean() || body.path("dryRun").isMissingNode());
      if (!wellFormed) {
        throw refusal(
            RegistryProblem.REQUEST_INVALID,
            "Cannot take the body, expected {\"files\": […], \"dryRun\": true or false}.");
      }
      return body;
    } catch (IOException e) {
      throw refusal(RegistryProblem.REQUEST_INVALID, "Cannot read the body, expected JSON.");
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

  private Answer show(Call call) {
    String wantedName = call.path("stream");
    int wanted = (int) number(call, "version", 0, Integer.MAX_VALUE);
    String stream =
        registry
            .find(wantedName, 0)
            .map(StoredVersion::stream)
            .orElseThrow(
                () ->
                    refusal(
                        RegistryProblem.STREAM_UNKNOWN,
                        "Cannot show '" + wantedName + "': no contract has that name."));
    StoredVersion version =
        registry
            .find(stream, wanted)
            .orElseThrow(
                () ->
                    refusal(
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
  private Answer snapshot(Call call) {
    long after = number(call, "after", 0, Long.MAX_VALUE);
    long wait = Math.min(MAX_WAIT_MILLIS, number(call, "waitMillis", 0, Long.MAX_VALUE));
    boolean mayWait = waiting.tryAcquire();
    try {
      ContractSnapshot newer =
          registry.awaitNewer(after, mayWait ? Duration.ofMillis(wait) : Duration.ZERO);
      return newer == null ? Answer.nothing() : Answer.ok(newer);
    } finally {
      if (mayWait) {
        waiting.release();
      }
    }
  }

  private static long number(Call call, String name, long byDefault, long max) {
    String text = call.query(name);
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
    throw refusal(
        RegistryProblem.REQUEST_INVALID,
        "Cannot read '" + name + "', expected a whole number from 0 to " + max + ".");
  }
}
