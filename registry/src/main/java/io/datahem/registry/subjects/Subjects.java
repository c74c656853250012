package io.datahem.registry.subjects;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import io.datahem.registry.schema.BuiltIns;
import io.datahem.registry.schema.SchemaCompiler;
import io.datahem.registry.store.Changes;
import io.datahem.registry.store.RegistryStore;
import io.datahem.registry.store.SchemaBody;
import io.datahem.registry.store.SchemaEntry;
import io.datahem.registry.store.SubjectSettings;
import io.datahem.registry.store.SubjectVersion;
import io.datahem.registry.store.SubjectVersion.State;
import io.datahem.registry.subjects.Catalog.Planned;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Subjects and schemas as they are, and their deletion. Thread-safe. */
public final class Subjects {
  private final Catalog catalog;
  private final SchemaLibrary library;
  private final Policies policies;
  private final Registrar registrar;

  /** The subjects of a store. */
  public Subjects(
      RegistryStore store, Catalog catalog, SchemaCompiler compiler, BuiltIns builtIns) {
    this.catalog = catalog;
    this.library = new SchemaLibrary(store, catalog, builtIns);
    this.policies = new Policies(catalog);
    this.registrar =
        new Registrar(
            catalog,
            library,
            new Candidates(catalog, library, compiler),
            policies,
            Clock.systemUTC());
  }

  /** Compatibility levels and modes. */
  public Policies policies() {
    return policies;
  }

  /** Registration and look-up. */
  public Registrar registrar() {
    return registrar;
  }

  /**
   * Names of subjects.
   *
   * @param deleted whether deleted ones are among them
   */
  public List<SubjectName> names(Predicate<SubjectName> wanted, boolean deleted) {
    List<SubjectName> names = new ArrayList<>();
    for (Subject subject : catalog.subjects()) {
      if (wanted.test(subject.name()) && !subject.shown(deleted).isEmpty()) {
        names.add(subject.name());
      }
    }
    return names;
  }

  /** Names of subjects of which nothing is left but deleted versions. */
  public List<SubjectName> deletedNames(Predicate<SubjectName> wanted) {
    return names(wanted, true).stream()
        .filter(name -> catalog.subject(name).live().isEmpty())
        .toList();
  }

  /** The contexts that subjects are in, the default one first. */
  public List<String> contexts() {
    TreeSet<String> contexts = new TreeSet<>();
    contexts.add(SubjectName.DEFAULT_CONTEXT);
    catalog.subjects().forEach(subject -> contexts.add(subject.name().context()));
    return List.copyOf(contexts);
  }

  /**
   * The versions of a subject, oldest first.
   *
   * @throws SubjectException when there is none to show
   */
  public List<SubjectVersion> versions(SubjectName name, boolean deleted) {
    List<SubjectVersion> shown = catalog.subject(name).shown(deleted);
    if (shown.isEmpty()) {
      throw SubjectException.noSubject(name);
    }
    return shown;
  }

  /**
   * One version of a subject.
   *
   * @param number 0 for the latest
   * @throws SubjectException when it is not there
   */
  public SubjectVersion version(SubjectName name, int number, boolean deleted) {
    Subject subject = catalog.subject(name);
    if (subject.shown(deleted).isEmpty()) {
      throw SubjectException.noSubject(name);
    }
    if (number == 0) {
      return subject.latest(deleted).orElseThrow(() -> SubjectException.noSubject(name));
    }
    SubjectVersion version = subject.version(number);
    if (version == null || (!deleted && version.state() != State.LIVE)) {
      throw SubjectException.noVersion(number);
    }
    return version;
  }

  /** The latest version of a subject; empty when there is none. */
  public Optional<SubjectVersion> latest(SubjectName name) {
    return catalog.subject(name).latest(false);
  }

  /**
   * A schema that a subject has or had.
   *
   * @throws SubjectException when no subject does
   */
  public SchemaEntry schema(int id) {
    SchemaEntry schema = catalog.schema(id);
    if (schema == null || catalog.uses(id).isEmpty()) {
      throw new SubjectException(SubjectProblem.SCHEMA_NOT_FOUND, "Schema " + id + " not found");
    }
    return schema;
  }

  /** The first schema whose identity starts so and that a subject has or had. */
  public Optional<SchemaEntry> schemaByIdentity(String start) {
    return catalog.idsFrom(start).stream()
        .filter(id -> !catalog.uses(id).isEmpty())
        .map(catalog::known)
        .findFirst();
  }

  /** A schema's text. */
  public SchemaBody body(int id) {
    return library.body(id);
  }

  /** A schema's own descriptor. */
  public FileDescriptorProto descriptor(int id) {
    return library.descriptor(id);
  }

  /** The highest id given away. */
  public int lastId() {
    return catalog.lastId();
  }

  /** The versions that have a schema. */
  public List<SubjectVersion> uses(int schemaId, boolean deleted) {
    return catalog.uses(schemaId).stream()
        .filter(version -> deleted || version.state() == State.LIVE)
        .sorted(
            java.util.Comparator.comparing(SubjectVersion::subject)
                .thenComparing(SubjectVersion::version))
        .toList();
  }

  /** The schemas that refer to a version. */
  public List<Integer> referrers(SubjectVersion version, boolean deleted) {
    return catalog.referrers(SubjectName.of(version.subject()), version.version()).stream()
        .filter(id -> !uses(id, deleted).isEmpty())
        .toList();
  }

  /**
   * Deletes a subject.
   *
   * @param permanent whether to forget what was deleted before
   * @return the numbers of the versions that it concerned
   */
  public List<Integer> delete(SubjectName name, boolean permanent) {
    return catalog.change(
        () -> {
          Subject subject = catalog.subject(name);
          if (subject.isEmpty()) {
            throw SubjectException.noSubject(name);
          }
          policies.requireWritable(name);
          List<SubjectVersion> gone = permanent ? subject.deleted() : subject.live();
          if (permanent && !subject.live().isEmpty()) {
            throw new SubjectException(
                SubjectProblem.SUBJECT_NOT_SOFT_DELETED,
                "Subject '" + name + "' was not deleted first before being permanently deleted");
          }
          if (gone.isEmpty()) {
            throw new SubjectException(
                SubjectProblem.SUBJECT_SOFT_DELETED,
                "Subject '"
                    + name
                    + "' was soft deleted. Set permanent=true to delete permanently");
          }
          return new Planned<>(
              removal(gone, permanent).and(Changes.setting(SubjectSettings.none(name.toString()))),
              gone.stream().map(SubjectVersion::version).toList());
        });
  }

  /**
   * Deletes a version.
   *
   * @param number 0 for the latest
   * @param permanent whether to forget what was deleted before
   * @return its number
   */
  public int delete(SubjectName name, int number, boolean permanent) {
    return catalog.change(
        () -> {
          SubjectVersion version = version(name, number, permanent || number != 0);
          policies.requireWritable(name);
          boolean live = version.state() == State.LIVE;
          if (permanent && live) {
            throw new SubjectException(
                SubjectProblem.VERSION_NOT_SOFT_DELETED,
                said(version) + " was not deleted first before being permanently deleted");
          }
          if (!permanent && !live) {
            throw new SubjectException(
                SubjectProblem.VERSION_SOFT_DELETED,
                said(version) + " was soft deleted. Set permanent=true to delete permanently");
          }
          return new Planned<>(removal(List.of(version), permanent), version.version());
        });
  }

  private static String said(SubjectVersion version) {
    return "Subject '" + version.subject() + "' Version " + version.version();
  }

  private Changes removal(List<SubjectVersion> gone, boolean permanent) {
    for (SubjectVersion version : gone) {
      @Nullable Integer referrer =
          referrers(version, permanent).stream()
              .filter(id -> !goesWith(id, gone))
              .findFirst()
              .orElse(null);
      if (referrer != null) {
        throw new SubjectException(
            SubjectProblem.REFERENCE_EXISTS,
            "One or more references exist to the schema "
                + said(version)
                + ": schema "
                + referrer
                + " imports it");
      }
    }
    return Changes.subjects(
        List.of(), gone.stream().map(v -> v.in(permanent ? State.PURGED : State.DELETED)).toList());
  }

  /** Whether a schema is of nothing but what is being deleted. */
  private boolean goesWith(int schemaId, List<SubjectVersion> gone) {
    return gone.containsAll(catalog.uses(schemaId));
  }
}
