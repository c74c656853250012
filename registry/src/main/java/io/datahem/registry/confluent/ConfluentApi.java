package io.datahem.registry.confluent;

import io.datahem.registry.http.Answer;
import io.datahem.registry.http.Call;
import io.datahem.registry.http.Endpoint;
import io.datahem.registry.http.Route;
import io.datahem.registry.store.RegistryStore.StoreException;
import io.datahem.registry.subjects.SubjectException;
import io.datahem.registry.subjects.SubjectProblem;
import io.datahem.registry.subjects.Subjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API of schema registries, at the root path. Thread-safe. */
public final class ConfluentApi {
  private static final Logger LOG = LoggerFactory.getLogger(ConfluentApi.class);

  private final Subjects subjects;

  public ConfluentApi(Subjects subjects) {
    this.subjects = subjects;
  }

  /** Every route, with its refusals as clients know them. */
  public List<Route> routes() {
    Shown shown = new Shown(subjects);
    List<Route> routes = new ArrayList<>();
    routes.add(new Route("GET", "/", call -> Answers.ok(Map.of())));
    routes.addAll(new SubjectRoutes(subjects, shown).routes());
    routes.addAll(new SchemaRoutes(subjects, shown).routes());
    routes.addAll(new PolicyRoutes(subjects).routes());
    return routes.stream()
        .map(route -> new Route(route.method(), route.template(), refusing(route.endpoint())))
        .toList();
  }

  private static Endpoint refusing(Endpoint endpoint) {
    return call -> {
      try {
        return endpoint.answer(call);
      } catch (SubjectException e) {
        return Answers.problem(e.problem(), String.valueOf(e.getMessage()));
      } catch (Call.UnreadableException | Call.BodyTooLargeException e) {
        return Answers.problem(SubjectProblem.REQUEST_INVALID, String.valueOf(e.getMessage()));
      } catch (StoreException e) {
        LOG.error("Cannot reach the store", e);
        return Answers.problem(
            SubjectProblem.STORE_FAILED, "Cannot reach the store; the log says why.");
      } catch (RuntimeException e) {
        return failed(e);
      }
    };
  }

  private static Answer failed(RuntimeException e) {
    LOG.error("Cannot answer a request about subjects", e);
    return Answers.problem(
        SubjectProblem.INTERNAL_ERROR, "Something is wrong here; the log says what.");
  }
}
