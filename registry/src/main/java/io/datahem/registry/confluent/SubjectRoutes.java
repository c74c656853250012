package io.datahem.registry.confluent;

import io.datahem.registry.http.Answer;
import io.datahem.registry.http.Call;
import io.datahem.registry.http.Route;
import io.datahem.registry.store.SubjectVersion;
import io.datahem.registry.store.SubjectVersion.State;
import io.datahem.registry.subjects.SubjectException;
import io.datahem.registry.subjects.SubjectName;
import io.datahem.registry.subjects.SubjectProblem;
import io.datahem.registry.subjects.Subjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code /subjects}: what each request means. */
final class SubjectRoutes {
  private final Subjects subjects;
  private final Shown shown;

  SubjectRoutes(Subjects subjects, Shown shown) {
    this.subjects = subjects;
    this.shown = shown;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/subjects", this::list),
        new Route("POST", "/subjects/{subject}", this::lookUp),
        new Route("DELETE", "/subjects/{subject}", this::delete),
        new Route("GET", "/subjects/{subject}/metadata", this::withMetadata),
        new Route("GET", "/subjects/{subject}/versions", this::versions),
        new Route("POST", "/subjects/{subject}/versions", this::register),
        new Route("GET", "/subjects/{subject}/versions/{version}", this::version),
        new Route("DELETE", "/subjects/{subject}/versions/{version}", this::deleteVersion),
        new Route("GET", "/subjects/{subject}/versions/{version}/schema", this::text),
        new Route(
            "GET", "/subjects/{subject}/versions/{version}/referencedby", this::referencedBy));
  }

  private Answer list(Call call) {
    List<SubjectName> names =
        call.flag("deletedOnly")
            ? subjects.deletedNames(Parameters.prefix(call))
            : subjects.names(Parameters.prefix(call), call.flag("deleted"));
    return Answers.ok(Parameters.page(names.stream().map(SubjectName::toString).toList(), call));
  }

  private Answer lookUp(Call call) {
    SubjectVersion version =
        subjects
            .registrar()
            .lookUp(
                Parameters.subject(call),
                Bodies.schema(call),
                call.flag("normalize"),
                call.flag("deleted"));
    return Answers.ok(shown.version(version, call));
  }

  private Answer register(Call call) {
    SubjectVersion version =
        subjects
            .registrar()
            .register(Parameters.subject(call), Bodies.schema(call), call.flag("normalize"));
    return Answers.ok(shown.registered(version, call));
  }

  private Answer delete(Call call) {
    return Answers.ok(subjects.delete(Parameters.subject(call), call.flag("permanent")));
  }

  private Answer versions(Call call) {
    boolean deletedOnly = call.flag("deletedOnly");
    List<Integer> numbers =
        subjects.versions(Parameters.subject(call), deletedOnly || call.flag("deleted")).stream()
            .filter(version -> !deletedOnly || version.state() == State.DELETED)
            .map(SubjectVersion::version)
            .toList();
    return Answers.ok(Parameters.page(numbers, call));
  }

  private SubjectVersion asked(Call call) {
    return subjects.version(
        Parameters.subject(call), Parameters.version(call), call.flag("deleted"));
  }

  private Answer version(Call call) {
    return Answers.ok(shown.version(asked(call), call));
  }

  private Answer text(Call call) {
    return Answers.ok(new Answer.Text(shown.text(asked(call).schemaId(), call)));
  }

  private Answer referencedBy(Call call) {
    SubjectVersion version =
        subjects.version(Parameters.subject(call), Parameters.version(call), true);
    return Answers.ok(Parameters.page(subjects.referrers(version, call.flag("deleted")), call));
  }

  private Answer deleteVersion(Call call) {
    return Answers.ok(
        subjects.delete(
            Parameters.subject(call), Parameters.version(call), call.flag("permanent")));
  }

  /** The latest version whose metadata has the properties of the query. */
  private Answer withMetadata(Call call) {
    List<String> keys = call.queries("key");
    List<String> values = call.queries("value");
    if (keys.size() != values.size()) {
      throw new SubjectException(
          SubjectProblem.REQUEST_INVALID, "Cannot read the query, expected a value for each key.");
    }
    List<SubjectVersion> all =
        new ArrayList<>(subjects.versions(Parameters.subject(call), call.flag("deleted")));
    Optional<SubjectVersion> found =
        all.stream()
            .filter(version -> hasProperties(version, keys, values))
            .reduce((first, second) -> second);
    return Answers.ok(
        shown.version(
            found.orElseThrow(
                () -> new SubjectException(SubjectProblem.SCHEMA_NOT_FOUND, "Schema not found")),
            call));
  }

  private boolean hasProperties(SubjectVersion version, List<String> keys, List<String> values) {
    String metadata = subjects.body(version.schemaId()).metadata();
    for (int i = 0; i < keys.size(); i++) {
      boolean same =
          metadata != null
              && Bodies.parse(metadata)
                  .path("properties")
                  .path(keys.get(i))
                  .asText("")
                  .equals(values.get(i));
      if (!same) {
        return false;
      }
    }
    return true;
  }
}
