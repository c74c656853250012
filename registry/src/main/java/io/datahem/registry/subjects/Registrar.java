package io.datahem.registry.subjects;

import com.google.protobuf.Descriptors.FileDescriptor;
import io.datahem.contracts.Finding;
import io.datahem.contracts.compatibility.CompatibilityLevel;
import io.datahem.contracts.compatibility.SchemaCompatibility;
import io.datahem.registry.store.Changes;
import io.datahem.registry.store.SchemaEntry;
import io.datahem.registry.store.StoredSchema;
import io.datahem.registry.store.SubjectVersion;
import io.datahem.registry.store.SubjectVersion.Owner;
import io.datahem.registry.store.SubjectVersion.State;
import io.datahem.registry.subjects.Catalog.Planned;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes schemas under subjects, and finds them again. Thread-safe. */
public final class Registrar {
  private static final int MAX_VERSIONS = 1_000;

  private final Catalog catalog;
  private final SchemaLibrary library;
  private final Candidates candidates;
  private final Policies policies;
  private final Clock clock;

  Registrar(
      Catalog catalog,
      SchemaLibrary library,
      Candidates candidates,
      Policies policies,
      Clock clock) {
    this.catalog = catalog;
    this.library = library;
    this.candidates = candidates;
    this.policies = policies;
    this.clock = clock;
  }

  /**
   * Registers a schema, or finds that the subject has it.
   *
   * @param normalize whether order does not count
   * @throws SubjectException when it is not valid, not compatible or not permitted
   */
  public SubjectVersion register(SubjectName name, SchemaRequest request, boolean normalize) {
    boolean anyOrder = normalize || policies.normalizes(name);
    Candidate candidate = candidates.compile(request, anyOrder);
    return catalog.change(() -> plan(name, candidate, anyOrder));
  }

  private Planned<SubjectVersion> plan(SubjectName name, Candidate candidate, boolean anyOrder) {
    Subject subject = catalog.subject(name);
    SchemaRequest request = candidate.request();
    Optional<SubjectVersion> same = find(subject, candidate, anyOrder, false);
    if (same.isPresent() && isAsAsked(same.get(), request)) {
      return Planned.nothing(same.get());
    }
    policies.requireWritable(name);
    if (policies.mode(name, true) == Mode.IMPORT) {
      return imported(subject, candidate);
    }
    if (request.id() > 0 || request.version() > subject.next()) {
      throw SubjectException.notPermitted("Subject " + name + " is not in import mode");
    }
    if (subject.next() > MAX_VERSIONS) {
      throw SubjectException.notPermitted(
          "Cannot register another version of '"
              + name
              + "', expected at most "
              + MAX_VERSIONS
              + ". Does something register a schema per event?");
    }
    requireCompatible(subject, candidate);
    @Nullable Integer known = catalog.idOf(candidate.identity());
    int id = known == null ? catalog.lastId() + 1 : known;
    return planned(candidate, known == null, version(subject, subject.next(), id));
  }

  private static boolean isAsAsked(SubjectVersion version, SchemaRequest request) {
    return (request.id() <= 0 || request.id() == version.schemaId())
        && (request.version() <= 0 || request.version() == version.version());
  }

  private Planned<SubjectVersion> imported(Subject subject, Candidate candidate) {
    int id = candidate.request().id();
    if (id <= 0) {
      throw SubjectException.notPermitted(
          "Subject " + subject.name() + " is in import mode: a schema has to say its id");
    }
    SchemaEntry taken = catalog.schema(id);
    if (taken != null && !taken.identity().equals(candidate.identity())) {
      throw SubjectException.notPermitted(
          "Overwrite new schema with id " + id + " is not permitted.");
    }
    int number = candidate.request().version() > 0 ? candidate.request().version() : subject.next();
    SubjectVersion there = subject.version(number);
    if (there != null && there.schemaId() != id) {
      throw SubjectException.notPermitted(
          "Cannot import version "
              + number
              + " of '"
              + subject.name()
              + "': it is schema "
              + there.schemaId());
    }
    return planned(candidate, taken == null, version(subject, number, id));
  }

  private SubjectVersion version(Subject subject, int number, int id) {
    return new SubjectVersion(
        subject.name().toString(), number, id, State.LIVE, Owner.CLIENT, clock.millis());
  }

  private static Planned<SubjectVersion> planned(
      Candidate candidate, boolean isNew, SubjectVersion version) {
    List<StoredSchema> schemas = isNew ? List.of(candidate.stored(version.schemaId())) : List.of();
    return new Planned<>(Changes.subjects(schemas, List.of(version)), version);
  }

  private void requireCompatible(Subject subject, Candidate candidate) {
    List<Finding> findings = check(subject, candidate);
    if (findings.isEmpty()) {
      return;
    }
    throw new SubjectException(
        SubjectProblem.SCHEMA_INCOMPATIBLE,
        "Schema being registered is incompatible with an earlier schema for subject \""
            + subject.name()
            + "\" ("
            + policies.level(subject.name())
            + "): "
            + findings.stream().map(Finding::toString).collect(Collectors.joining("; ")));
  }

  private List<Finding> check(Subject subject, Candidate candidate) {
    return check(subject.name(), subject.deleted(), subject.live(), candidate);
  }

  private List<Finding> check(
      SubjectName name,
      List<SubjectVersion> deleted,
      List<SubjectVersion> live,
      Candidate candidate) {
    CompatibilityLevel level = policies.level(name);
    if (level == CompatibilityLevel.NONE || live.isEmpty()) {
      return List.of();
    }
    return SchemaCompatibility.check(
        level, linked(deleted), linked(live), candidate.compiled().file());
  }

  private List<FileDescriptor> linked(List<SubjectVersion> versions) {
    return versions.stream().map(version -> library.linked(version.schemaId())).toList();
  }

  /** What a registration would break; empty when it would be taken. */
  public List<Finding> test(SubjectName name, SchemaRequest request, boolean normalize) {
    Candidate candidate = candidates.compile(request, normalize || policies.normalizes(name));
    return check(catalog.subject(name), candidate);
  }

  /** What would break between one version and a schema, by the subject's level. */
  public List<Finding> test(SubjectVersion against, SchemaRequest request, boolean normalize) {
    SubjectName name = SubjectName.of(against.subject());
    Candidate candidate = candidates.compile(request, normalize || policies.normalizes(name));
    return check(name, List.of(), List.of(against), candidate);
  }

  /**
   * The version of a subject that a schema is.
   *
   * @throws SubjectException when there is no such subject, or none of its versions is the schema
   */
  public SubjectVersion lookUp(
      SubjectName name, SchemaRequest request, boolean normalize, boolean deleted) {
    Subject subject = catalog.subject(name);
    if (subject.shown(deleted).isEmpty()) {
      throw SubjectException.noSubject(name);
    }
    boolean anyOrder = normalize || policies.normalizes(name);
    Candidate candidate = candidates.compile(request, anyOrder);
    return find(subject, candidate, anyOrder, deleted)
        .orElseThrow(
            () -> new SubjectException(SubjectProblem.SCHEMA_NOT_FOUND, "Schema not found"));
  }

  /** The newest version that is the same schema. */
  private Optional<SubjectVersion> find(
      Subject subject, Candidate candidate, boolean anyOrder, boolean deleted) {
    return subject.shown(deleted).stream()
        .filter(version -> isSame(catalog.known(version.schemaId()), candidate, anyOrder))
        .reduce((first, second) -> second);
  }

  private static boolean isSame(SchemaEntry schema, Candidate candidate, boolean anyOrder) {
    return schema.identity().equals(candidate.identity())
        || (anyOrder && schema.normalized().equals(candidate.normalized()));
  }
}
