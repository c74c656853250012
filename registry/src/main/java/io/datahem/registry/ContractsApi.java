package io.datahem.registry;

import io.datahem.contracts.ContractSnapshot;
import io.datahem.registry.http.Answer;
import io.datahem.registry.http.Call;
import io.datahem.registry.http.Endpoint;
import io.datahem.registry.http.RefusedException;
import io.datahem.registry.http.Route;
import io.datahem.registry.store.StoredVersion;
import io.datahem.registry.subjects.SubjectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /v1/contracts} and {@code /v1/snapshot}: what each request means. Thread-safe. */
final class ContractsApi {
  private static final Logger LOG = LoggerFactory.getLogger(ContractsApi.class);
  private static final int MAX_WAITING = 32;
  private static final int MAX_PUSHES = 8;
  private static final long MAX_WAIT_MILLIS = 30_000;

  private final Registry registry;
  private final Semaphore waiting = new Semaphore(MAX_WAITING);
  private final Semaphore pushes = new Semaphore(MAX_PUSHES);

  ContractsApi(Registry registry) {
    this.registry = registry;
  }

  /** Every route, with its refusals as this API says them. */
  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(new Route("GET", "/healthz", call -> Answer.ok(Map.of("status", "ok"))));
    routes.add(new Route("GET", "/openapi.json", call -> Answer.ok(OpenApi.document())));
    routes.add(new Route("GET", "/v1/contracts", call -> list()));
    routes.add(new Route("POST", "/v1/contracts", this::push));
    routes.add(new Route("GET", "/v1/snapshot", this::snapshot));
    routes.addAll(new ContractDetails(registry).routes());
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

  static RefusedException refusal(RegistryProblem problem, String message) {
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
    PushRequest request = PushRequest.of(call);
    PushResult result =
        request
            .level()
            .map(level -> registry.rehearse(request.files(), level))
            .orElseGet(() -> registry.push(request.files(), request.dryRun()));
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

  private Answer list() {
    List<Map<String, Object>> contracts = new ArrayList<>();
    for (StoredVersion version : registry.list()) {
      contracts.add(ContractDetails.summary(version));
    }
    return Answer.ok(
        Map.of("generation", registry.snapshot().generation(), "contracts", contracts));
  }

  /**
   * Answers at once when something newer is live, else when it is, else 204. So many may wait; more
   * are not kept waiting.
   */
  private Answer snapshot(Call call) {
    long after = Numbers.of(call, "after", 0, Long.MAX_VALUE);
    long wait = Math.min(MAX_WAIT_MILLIS, Numbers.of(call, "waitMillis", 0, Long.MAX_VALUE));
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
}
