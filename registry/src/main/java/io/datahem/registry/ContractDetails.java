package io.datahem.registry;

import io.datahem.contracts.Contract;
import io.datahem.contracts.Contracts;
import io.datahem.contracts.table.TablePlans;
import io.datahem.registry.http.Answer;
import io.datahem.registry.http.Call;
import io.datahem.registry.http.Route;
import io.datahem.registry.store.StoredVersion;
import io.datahem.registry.store.SubjectVersion;
import io.datahem.registry.subjects.Publication;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /v1/contracts/{stream}/…}, {@code /v1/files} and {@code /v1/sources}: what is known of a
 * contract.
 */
final class ContractDetails {
  private final Registry registry;

  ContractDetails(Registry registry) {
    this.registry = registry;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/v1/contracts/{stream}", this::show),
        new Route("GET", "/v1/contracts/{stream}/versions", this::history),
        new Route("GET", "/v1/contracts/{stream}/diff", this::diff),
        new Route("GET", "/v1/contracts/{stream}/options", this::options),
        new Route("GET", "/v1/contracts/{stream}/table", this::table),
        new Route("GET", "/v1/files", call -> files()),
        new Route("GET", "/v1/sources", call -> Answer.ok(Map.of("files", registry.sources()))));
  }

  private Answer show(Call call) {
    StoredVersion version = asked(call);
    Contract contract = contract(version);
    Map<String, Object> body = new LinkedHashMap<>(summary(version));
    body.put("description", contract.options().description());
    body.put("owner", contract.options().owner());
    body.put("keys", contract.options().keys());
    body.put("columns", TablePlans.of(contract).columns());
    body.put("sources", version.sources());
    body.put("versions", summaries(version.stream()));
    subject(version).ifPresent(subject -> body.put("subject", subject));
    return Answer.ok(body);
  }

  /** Where clients of schema registries find the newest version. */
  private Optional<Map<String, Object>> subject(StoredVersion version) {
    return registry
        .subjects()
        .latest(Publication.subjectOf(version.stream()))
        .map(ContractDetails::subject);
  }

  private static Map<String, Object> subject(SubjectVersion latest) {
    Map<String, Object> subject = new LinkedHashMap<>();
    subject.put("name", latest.subject());
    subject.put("latestVersion", latest.version());
    subject.put("latestSchemaId", latest.schemaId());
    return subject;
  }

  private Answer history(Call call) {
    return Answer.ok(Map.of("versions", summaries(stream(call))));
  }

  private List<Map<String, Object>> summaries(String stream) {
    return registry.history(stream).stream().map(ContractDetails::summary).toList();
  }

  /** The newest version against the one before it, unless the query says. */
  private Answer diff(Call call) {
    String stream = stream(call);
    StoredVersion to = version(stream, (int) Numbers.of(call, "to", 0, Integer.MAX_VALUE));
    int before = Math.max(1, to.version() - 1);
    StoredVersion from = version(stream, (int) Numbers.of(call, "from", before, Integer.MAX_VALUE));
    return Answer.ok(VersionDiff.of(from, to));
  }

  private Answer options(Call call) {
    return Answer.ok(EffectiveOptions.of(contract(asked(call))));
  }

  private Answer table(Call call) {
    return Answer.ok(TablePlans.of(contract(asked(call))));
  }

  private Answer files() {
    return Answer.ok(Map.of("files", registry.dependencies()));
  }

  private static Contract contract(StoredVersion version) {
    return Contracts.load(version.descriptorSet(), version.message(), version.version());
  }

  private StoredVersion asked(Call call) {
    return version(stream(call), (int) Numbers.of(call, "version", 0, Integer.MAX_VALUE));
  }

  private String stream(Call call) {
    String name = call.path("stream");
    return registry
        .find(name, 0)
        .map(StoredVersion::stream)
        .orElseThrow(
            () ->
                ContractsApi.refusal(
                    RegistryProblem.STREAM_UNKNOWN,
                    "Cannot show '" + name + "': no contract has that name."));
  }

  private StoredVersion version(String stream, int version) {
    return registry
        .find(stream, version)
        .orElseThrow(
            () ->
                ContractsApi.refusal(
                    RegistryProblem.VERSION_UNKNOWN,
                    "Cannot show version " + version + " of '" + stream + "': there is none."));
  }

  static Map<String, Object> summary(StoredVersion version) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("stream", version.stream());
    summary.put("message", version.message());
    summary.put("version", version.version());
    summary.put("table", version.table());
    summary.put("pushedAt", version.pushedAt());
    return summary;
  }
}
