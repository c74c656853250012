package io.datahem.registry.confluent;

import io.datahem.registry.http.Answer;
import io.datahem.registry.http.Call;
import io.datahem.registry.http.Route;
import io.datahem.registry.store.SchemaEntry;
import io.datahem.registry.store.SubjectVersion;
import io.datahem.registry.subjects.SubjectException;
import io.datahem.registry.subjects.SubjectName;
import io.datahem.registry.subjects.SubjectProblem;
import io.datahem.registry.subjects.Subjects;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /schemas} and {@code /contexts}: what each request means. */
final class SchemaRoutes {
  private static final int GUID_CHARS = 36;

  private final Subjects subjects;
  private final Shown shown;

  SchemaRoutes(Subjects subjects, Shown shown) {
    this.subjects = subjects;
    this.shown = shown;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/schemas", this::list),
        new Route("GET", "/schemas/types", call -> Answers.ok(List.of("PROTOBUF"))),
        new Route("GET", "/schemas/ids/{id}", this::byId),
        new Route("GET", "/schemas/ids/{id}/schema", this::text),
        new Route("GET", "/schemas/ids/{id}/subjects", this::subjectsOf),
        new Route("GET", "/schemas/ids/{id}/versions", this::versionsOf),
        new Route("GET", "/schemas/guids/{guid}", this::byGuid),
        new Route("GET", "/contexts", call -> Answers.ok(subjects.contexts())));
  }

  private Answer list(Call call) {
    boolean deleted = call.flag("deleted");
    List<SubjectVersion> versions = new ArrayList<>();
    for (SubjectName name : subjects.names(Parameters.prefix(call), deleted)) {
      if (call.flag("latestOnly")) {
        versions.add(subjects.version(name, 0, deleted));
      } else {
        versions.addAll(subjects.versions(name, deleted));
      }
    }
    return Answers.ok(
        Parameters.page(versions, call).stream()
            .map(version -> shown.version(version, call))
            .toList());
  }

  private SchemaEntry schema(Call call) {
    return subjects.schema(Parameters.id(call));
  }

  private Answer byId(Call call) {
    Map<String, Object> body = shown.schema(schema(call), call);
    if (call.flag("fetchMaxId")) {
      body.put("maxId", subjects.lastId());
    }
    return Answers.ok(body);
  }

  private Answer byGuid(Call call) {
    String guid = call.path("guid");
    String start = guid.replace("-", "");
    SchemaEntry schema =
        (guid.length() == GUID_CHARS
                ? subjects.schemaByIdentity(start)
                : Optional.<SchemaEntry>empty())
            .orElseThrow(
                () ->
                    new SubjectException(
                        SubjectProblem.SCHEMA_NOT_FOUND, "Schema " + guid + " not found"));
    return Answers.ok(shown.schema(schema, call));
  }

  private Answer text(Call call) {
    return Answers.ok(new Answer.Text(shown.text(schema(call).id(), call)));
  }

  private Answer subjectsOf(Call call) {
    List<String> names = uses(call).stream().map(SubjectVersion::subject).distinct().toList();
    return Answers.ok(Parameters.page(names, call));
  }

  private Answer versionsOf(Call call) {
    return Answers.ok(Parameters.page(uses(call), call).stream().map(SchemaRoutes::pair).toList());
  }

  private List<SubjectVersion> uses(Call call) {
    String subject = call.query("subject");
    return subjects.uses(schema(call).id(), call.flag("deleted")).stream()
        .filter(version -> subject == null || version.subject().equals(subject))
        .toList();
  }

  private static Map<String, Object> pair(SubjectVersion version) {
    Map<String, Object> pair = new LinkedHashMap<>();
    pair.put("subject", version.subject());
    pair.put("version", version.version());
    return pair;
  }
}
