package io.datahem.registry.confluent;

import com.fasterxml.jackson.databind.JsonNode;
import io.datahem.contracts.Finding;
import io.datahem.contracts.compatibility.CompatibilityLevel;
import io.datahem.registry.http.Answer;
import io.datahem.registry.http.Call;
import io.datahem.registry.http.Route;
import io.datahem.registry.store.SubjectVersion;
import io.datahem.registry.subjects.Mode;
import io.datahem.registry.subjects.Policies;
import io.datahem.registry.subjects.Policies.Config;
import io.datahem.registry.subjects.SchemaRequest;
import io.datahem.registry.subjects.SubjectException;
import io.datahem.registry.subjects.SubjectName;
import io.datahem.registry.subjects.SubjectProblem;
import io.datahem.registry.subjects.Subjects;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /compatibility}, {@code /config} and {@code /mode}: what each request means. */
final class PolicyRoutes {
  private final Subjects subjects;
  private final Policies policies;

  PolicyRoutes(Subjects subjects) {
    this.subjects = subjects;
    this.policies = subjects.policies();
  }

  List<Route> routes() {
    return List.of(
        new Route("POST", "/compatibility/subjects/{subject}/versions", this::testAll),
        new Route("POST", "/compatibility/subjects/{subject}/versions/{version}", this::testOne),
        new Route("GET", "/config", call -> config(policies.globalConfig())),
        new Route("PUT", "/config", call -> setConfig(call, Optional.empty())),
        new Route("DELETE", "/config", call -> config(policies.deleteConfig(Optional.empty()))),
        new Route("GET", "/config/{subject}", this::getConfig),
        new Route("PUT", "/config/{subject}", call -> setConfig(call, named(call))),
        new Route(
            "DELETE", "/config/{subject}", call -> config(policies.deleteConfig(named(call)))),
        new Route("GET", "/mode", call -> mode(policies.globalMode())),
        new Route("PUT", "/mode", call -> setMode(call, Optional.empty())),
        new Route("DELETE", "/mode", call -> mode(policies.deleteMode(Optional.empty()))),
        new Route("GET", "/mode/{subject}", this::getMode),
        new Route("PUT", "/mode/{subject}", call -> setMode(call, named(call))),
        new Route("DELETE", "/mode/{subject}", call -> mode(policies.deleteMode(named(call)))));
  }

  private static Optional<SubjectName> named(Call call) {
    return Optional.of(Parameters.subjectOrContext(call));
  }

  private Answer testAll(Call call) {
    SchemaRequest schema = Bodies.schema(call);
    return verdict(
        call, subjects.registrar().test(Parameters.subject(call), schema, call.flag("normalize")));
  }

  /** A subject that is not there yet takes anything. */
  private Answer testOne(Call call) {
    SchemaRequest schema = Bodies.schema(call);
    SubjectName name = Parameters.subject(call);
    int number = Parameters.version(call);
    if (number == 0 && subjects.latest(name).isEmpty()) {
      return verdict(call, subjects.registrar().test(name, schema, call.flag("normalize")));
    }
    SubjectVersion against = subjects.version(name, number, false);
    return verdict(call, subjects.registrar().test(against, schema, call.flag("normalize")));
  }

  private static Answer verdict(Call call, List<Finding> findings) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("is_compatible", findings.isEmpty());
    if (call.flag("verbose")) {
      body.put("messages", findings.stream().map(Finding::toString).toList());
    }
    return Answers.ok(body);
  }

  private Answer getConfig(Call call) {
    return config(policies.config(Parameters.subjectOrContext(call), call.flag("defaultToGlobal")));
  }

  private static Answer config(Config config) {
    return Answers.ok(members("compatibilityLevel", config));
  }

  private static Map<String, Object> members(String levelName, Config config) {
    Map<String, Object> members = new LinkedHashMap<>();
    if (config.level() != null) {
      members.put(levelName, config.level().name());
    }
    if (config.normalize() != null) {
      members.put("normalize", config.normalize());
    }
    return members;
  }

  private Answer setConfig(Call call, Optional<SubjectName> name) {
    JsonNode body = Bodies.object(call);
    @Nullable CompatibilityLevel level =
        body.hasNonNull("compatibility")
            ? Policies.level(Bodies.required(body, "compatibility"))
            : null;
    @Nullable Boolean normalize = null;
    if (body.hasNonNull("normalize")) {
      if (!body.path("normalize").isBoolean()) {
        throw Bodies.invalid("expected 'normalize' as true or false");
      }
      normalize = body.path("normalize").asBoolean();
    }
    if (level == null && normalize == null) {
      throw new SubjectException(
          SubjectProblem.COMPATIBILITY_INVALID,
          "Cannot set the configuration, expected 'compatibility' or 'normalize': nothing else of"
              + " it is kept here.");
    }
    Config config = new Config(level, normalize);
    policies.setConfig(name, config);
    return Answers.ok(members("compatibility", config));
  }

  private Answer getMode(Call call) {
    return mode(policies.mode(Parameters.subjectOrContext(call), call.flag("defaultToGlobal")));
  }

  private static Answer mode(Mode mode) {
    return Answers.ok(Map.of("mode", mode.name()));
  }

  private Answer setMode(Call call, Optional<SubjectName> name) {
    Mode mode = Policies.mode(Bodies.required(Bodies.object(call), "mode"));
    policies.setMode(name, mode, call.flag("force"));
    return mode(mode);
  }
}
