package io.datahem.registry.subjects;

import com.google.protobuf.Descriptors.FileDescriptor;
import io.datahem.registry.schema.BuiltIns;
import io.datahem.registry.schema.Identity;
import io.datahem.registry.store.Changes;
import io.datahem.registry.store.Reference;
import io.datahem.registry.store.SchemaBody;
import io.datahem.registry.store.SchemaEntry;
import io.datahem.registry.store.StoredSchema;
import io.datahem.registry.store.SubjectVersion;
import io.datahem.registry.store.SubjectVersion.Owner;
import io.datahem.registry.store.SubjectVersion.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What new contracts mean for subjects: the stream's subject gets the contract's file as its next
 * version, and every file it imports is a subject by its path. For one plan of one change.
 */
public final class Publication {
  private static final String VALUE = "-value";

  private final Catalog catalog;
  private final Map<String, String> texts;
  private final long nowMillis;
  private final Map<SubjectName, Subject> subjects = new HashMap<>();
  private final Map<Integer, SchemaEntry> added = new LinkedHashMap<>();
  private final Map<String, Integer> addedByIdentity = new HashMap<>();
  private final List<StoredSchema> schemas = new ArrayList<>();
  private final List<SubjectVersion> versions = new ArrayList<>();

  /**
   * Starts with what is there.
   *
   * @param texts the sources of pushed files by path
   */
  public Publication(Catalog catalog, Map<String, String> texts, long nowMillis) {
    this.catalog = catalog;
    this.texts = Map.copyOf(texts);
    this.nowMillis = nowMillis;
  }

  /** The subject of a stream. */
  public static SubjectName subjectOf(String stream) {
    return SubjectName.of(stream + VALUE);
  }

  /** Adds a contract's new version. */
  public void add(String stream, FileDescriptor file) {
    publish(subjectOf(stream), file);
  }

  /** All of it. */
  public Changes changes() {
    return Changes.subjects(schemas, versions);
  }

  private SubjectVersion publish(SubjectName name, FileDescriptor file) {
    List<Reference> references = new ArrayList<>();
    Map<String, FileDescriptor> closure = new LinkedHashMap<>();
    collect(file, closure);
    for (FileDescriptor imported : closure.values()) {
      SubjectVersion version = publish(SubjectName.of(imported.getName()), imported);
      references.add(
          new Reference(
              imported.getName(), version.subject(), version.version(), version.schemaId()));
    }
    Subject subject = subjects.computeIfAbsent(name, catalog::subject);
    String identity = Identity.of(file);
    Optional<SubjectVersion> latest = subject.latest(false);
    if (latest.isPresent() && identityOf(latest.get().schemaId()).equals(identity)) {
      return latest.get().owner() == Owner.CONTRACT
          ? latest.get()
          : put(subject, latest.get().version(), latest.get().schemaId());
    }
    return put(subject, subject.next(), schema(identity, file, references));
  }

  /**
   * Everything a file imports that clients do not have built in, each behind its imports: readers
   * exist that follow references one step and no further.
   */
  private static void collect(FileDescriptor file, Map<String, FileDescriptor> closure) {
    for (FileDescriptor imported : file.getDependencies()) {
      if (!BuiltIns.isEverywhere(imported.getName()) && !closure.containsKey(imported.getName())) {
        collect(imported, closure);
        closure.put(imported.getName(), imported);
      }
    }
  }

  private String identityOf(int schemaId) {
    SchemaEntry here = added.get(schemaId);
    return (here == null ? catalog.known(schemaId) : here).identity();
  }

  private int schema(String identity, FileDescriptor file, List<Reference> references) {
    @Nullable Integer known = catalog.idOf(identity);
    if (known != null) {
      return known;
    }
    return addedByIdentity.computeIfAbsent(
        identity,
        ignored -> {
          int id = catalog.lastId() + schemas.size() + 1;
          SchemaEntry entry = new SchemaEntry(id, identity, Identity.normalized(file), references);
          @Nullable String text = texts.get(file.getName());
          SchemaBody body =
              new SchemaBody(
                  text == null ? BuiltIns.text(file.getName()) : text,
                  Identity.bare(file).toByteArray(),
                  null,
                  null);
          schemas.add(new StoredSchema(entry, body));
          added.put(id, entry);
          return id;
        });
  }

  private SubjectVersion put(Subject subject, int number, int schemaId) {
    SubjectVersion version =
        new SubjectVersion(
            subject.name().toString(), number, schemaId, State.LIVE, Owner.CONTRACT, nowMillis);
    versions.removeIf(one -> one.subject().equals(version.subject()) && one.version() == number);
    versions.add(version);
    subjects.put(subject.name(), subject.with(version));
    return version;
  }
}
