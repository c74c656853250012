package io.datahem.registry.subjects;

import io.datahem.registry.store.Changes;
import io.datahem.registry.store.Reference;
import io.datahem.registry.store.RegistryStore;
import io.datahem.registry.store.Revision;
import io.datahem.registry.store.SchemaEntry;
import io.datahem.registry.store.StoredSchema;
import io.datahem.registry.store.SubjectRows;
import io.datahem.registry.store.SubjectSettings;
import io.datahem.registry.store.SubjectVersion;
import io.datahem.registry.store.SubjectVersion.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the store holds of subjects, in memory but for the schemas' texts, and the one way to change
 * it. Readers never wait; one change at a time. A reader may see a change of another thread half
 * done, but of one subject always a whole moment.
 */
public final class Catalog {
  private static final int MAX_TRIES = 50;

  private final RegistryStore store;
  private final ReentrantLock changing = new ReentrantLock();
  private volatile Revision revision = Revision.NONE;

  private final Map<Integer, SchemaEntry> schemas = new ConcurrentHashMap<>();
  private final ConcurrentNavigableMap<String, List<Integer>> byIdentity =
      new ConcurrentSkipListMap<>();
  private final ConcurrentNavigableMap<SubjectName, Subject> subjects =
      new ConcurrentSkipListMap<>();
  private final Map<Integer, List<SubjectVersion>> uses = new ConcurrentHashMap<>();
  private final Map<Place, List<Integer>> referrers = new ConcurrentHashMap<>();
  private final Map<String, SubjectSettings> settings = new ConcurrentHashMap<>();
  private volatile int lastId;

  private record Place(String subject, int version) {}

  /**
   * What to change and what to say when it is done.
   *
   * @param changes what to change; nothing when all is as it is to be
   */
  public record Planned<T>(Changes changes, T result) {

    /** Nothing to change. */
    public static <T> Planned<T> nothing(T result) {
      return new Planned<>(Changes.NONE, result);
    }
  }

  /** Reads the store. */
  public Catalog(RegistryStore store) {
    this.store = store;
    refresh();
  }

  /** Where this catalog stands. */
  public Revision revision() {
    return revision;
  }

  /** Takes over what others have changed. */
  public void refresh() {
    changing.lock();
    try {
      if (!store.revision().equals(revision)) {
        apply(store.since(revision.number()));
      }
    } finally {
      changing.unlock();
    }
  }

  /**
   * Makes a change, all or none.
   *
   * @param plan says what to change, as things stand; run again when somebody else was faster
   * @throws SubjectException when others are faster again and again
   */
  public <T> T change(Supplier<Planned<T>> plan) {
    changing.lock();
    try {
      for (int i = 0; i < MAX_TRIES; i++) {
        refresh();
        Planned<T> planned = plan.get();
        if (planned.changes().isEmpty()) {
          return planned.result();
        }
        Optional<Revision> next = store.commit(revision, planned.changes());
        if (next.isPresent()) {
          apply(rows(next.get(), planned.changes()));
          return planned.result();
        }
      }
      throw new SubjectException(
          SubjectProblem.REGISTRY_BUSY,
          "Cannot make the change: others were faster "
              + MAX_TRIES
              + " times. Try again in a few seconds.");
    } finally {
      changing.unlock();
    }
  }

  private static SubjectRows rows(Revision revision, Changes changes) {
    return new SubjectRows(
        revision,
        changes.schemas().stream().map(StoredSchema::entry).toList(),
        changes.subjectVersions(),
        changes.settings());
  }

  private void apply(SubjectRows rows) {
    for (SchemaEntry schema : rows.schemas()) {
      add(schema);
    }
    for (SubjectVersion version : rows.versions()) {
      add(version);
    }
    rows.settings().forEach(setting -> settings.put(setting.subject(), setting));
    revision = rows.revision();
  }

  private void add(SchemaEntry schema) {
    if (schemas.putIfAbsent(schema.id(), schema) != null) {
      return;
    }
    byIdentity.merge(schema.identity(), List.of(schema.id()), Catalog::sorted);
    lastId = Math.max(lastId, schema.id());
    for (Reference reference : schema.references()) {
      referrers.merge(
          new Place(reference.subject(), reference.version()),
          List.of(schema.id()),
          Catalog::sorted);
    }
  }

  private static List<Integer> sorted(List<Integer> first, List<Integer> second) {
    TreeSet<Integer> all = new TreeSet<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }

  private void add(SubjectVersion version) {
    SubjectName name = SubjectName.of(version.subject());
    Subject before = subject(name);
    Subject after = before.with(version);
    if (after.isEmpty()) {
      subjects.remove(name);
    } else {
      subjects.put(name, after);
    }
    SubjectVersion old = before.version(version.version());
    if (old != null) {
      uses.compute(old.schemaId(), (id, known) -> without(known, old));
    }
    if (version.state() != State.PURGED) {
      uses.compute(version.schemaId(), (id, known) -> with(known, version));
    }
  }

  private static @Nullable List<SubjectVersion> without(
      @Nullable List<SubjectVersion> known, SubjectVersion gone) {
    List<SubjectVersion> left = new ArrayList<>(known == null ? List.of() : known);
    left.remove(gone);
    return left.isEmpty() ? null : List.copyOf(left);
  }

  private static List<SubjectVersion> with(
      @Nullable List<SubjectVersion> known, SubjectVersion added) {
    List<SubjectVersion> all = new ArrayList<>(known == null ? List.of() : known);
    all.add(added);
    return List.copyOf(all);
  }

  /** A subject; one without versions when there is none. */
  Subject subject(SubjectName name) {
    Subject subject = subjects.get(name);
    return subject == null ? Subject.none(name) : subject;
  }

  /** Every subject by name, deleted ones among them. */
  Iterable<Subject> subjects() {
    return subjects.values();
  }

  /** A schema; null when there is none. */
  @Nullable SchemaEntry schema(int id) {
    return schemas.get(id);
  }

  /** A schema that is there, because something stored names it. */
  SchemaEntry known(int id) {
    SchemaEntry schema = schemas.get(id);
    if (schema == null) {
      throw new IllegalStateException("the store has no schema " + id + ", which it names");
    }
    return schema;
  }

  /** The schemas of a meaning: one, but for what came from another registry or was purged. */
  List<Integer> ids(String identity) {
    return byIdentity.getOrDefault(identity, List.of());
  }

  /** The schemas of a meaning whose hash starts so. */
  List<Integer> idsFrom(String start) {
    Map.Entry<String, List<Integer>> found = byIdentity.ceilingEntry(start);
    return found != null && found.getKey().startsWith(start) ? found.getValue() : List.of();
  }

  /** The first schema of a meaning whose references still name what they named; null for none. */
  @Nullable Integer idOf(String identity) {
    for (int id : ids(identity)) {
      if (known(id).references().stream().allMatch(this::stands)) {
        return id;
      }
    }
    return null;
  }

  private boolean stands(Reference reference) {
    SubjectVersion version =
        subject(SubjectName.of(reference.subject())).version(reference.version());
    return version != null && version.schemaId() == reference.schemaId();
  }

  /** The highest id given away. */
  int lastId() {
    return lastId;
  }

  /** The versions of subjects that have a schema, deleted ones among them. */
  List<SubjectVersion> uses(int schemaId) {
    return uses.getOrDefault(schemaId, List.of());
  }

  /** The schemas that refer to a version of a subject, those that nothing has any more too. */
  List<Integer> referrers(SubjectName subject, int version) {
    return referrers.getOrDefault(new Place(subject.toString(), version), List.of());
  }

  /** What was set for a subject, a context or all ({@link SubjectSettings#GLOBAL}). */
  SubjectSettings settings(String subject) {
    SubjectSettings found = settings.get(subject);
    return found == null ? SubjectSettings.none(subject) : found;
  }
}
