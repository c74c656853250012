package io.datahem.registry;

import io.datahem.contracts.ContractSnapshot;
import io.datahem.contracts.Contracts;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.compatibility.CompatibilityLevel;
import io.datahem.contracts.compile.ContractCompiler;
import io.datahem.registry.archive.Export;
import io.datahem.registry.archive.Import;
import io.datahem.registry.schema.BuiltIns;
import io.datahem.registry.schema.SchemaCompiler;
import io.datahem.registry.store.RegistryStore;
import io.datahem.registry.store.SqlStore;
import io.datahem.registry.store.StoredVersion;
import io.datahem.registry.subjects.Catalog;
import io.datahem.registry.subjects.SubjectException;
import io.datahem.registry.subjects.SubjectProblem;
import io.datahem.registry.subjects.Subjects;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Takes pushes, one at a time, each whole or not at all: the pushed files over the live ones must
 * compile, and no stream may break its readers. Thread-safe.
 */
public final class Registry implements AutoCloseable {
  /** How often a push is tried again because another registry on the same store was faster. */
  private static final int MAX_TRIES = 10;

  private final ContractCompiler compiler;
  private final RegistryStore store;
  private final Catalog catalog;
  private final Subjects subjects;
  private final Follower follower = new Follower();

  /** One push at a time. A compiler's run is long, so nobody else waits for this lock. */
  private final ReentrantLock pushing = new ReentrantLock();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition pushed = lock.newCondition();
  private volatile ContractSnapshot snapshot;

  private Registry(ContractCompiler compiler, RegistryStore store) {
    this.compiler = compiler;
    this.store = store;
    this.catalog = new Catalog(store);
    BuiltIns builtIns = new BuiltIns(compiler);
    this.subjects = new Subjects(store, catalog, new SchemaCompiler(compiler, builtIns), builtIns);
    this.snapshot = live();
  }

  /** Opens the registry of a directory, for this process alone. */
  public static Registry open(Path directory) {
    return open(SqlStore.open(directory));
  }

  /**
   * Opens a registry of a PostgreSQL database. Several may share one: what one takes the others
   * serve within a second.
   *
   * @param url a JDBC URL
   */
  public static Registry open(String url) {
    Registry registry = open(SqlStore.open(url));
    registry.follower.start(registry::follow);
    return registry;
  }

  private static Registry open(RegistryStore store) {
    try {
      return new Registry(ContractCompiler.open(), store);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /**
   * Writes everything as a directory of text.
   *
   * @param directory empty but for what begins with a dot, or not there
   */
  public void exportTo(Path directory) {
    Export.to(directory, store);
  }

  /** Reads a directory that a registry wrote; this one has to be empty. */
  public void importFrom(Path directory) {
    Import.from(directory, store, compiler, new SchemaCompiler(compiler, new BuiltIns(compiler)));
    follow();
  }

  private void follow() {
    catalog.refresh();
    announce();
  }

  /** Checks a push and, unless it is a dry run or refused, makes it live. */
  public PushResult push(List<SourceFile> files, boolean dryRun) {
    return push(files, dryRun, null);
  }

  /** What a push would say if every stream had this level; changes nothing. */
  public PushResult rehearse(List<SourceFile> files, CompatibilityLevel level) {
    return push(files, true, level);
  }

  private PushResult push(
      List<SourceFile> files, boolean dryRun, @Nullable CompatibilityLevel level) {
    pushing.lock();
    try {
      for (int i = 0; i < MAX_TRIES; i++) {
        Optional<PushResult> result = new Push(store, catalog, compiler, files, level).run(dryRun);
        if (result.isPresent()) {
          announce();
          return result.get();
        }
      }
    } finally {
      pushing.unlock();
    }
    throw new SubjectException(
        SubjectProblem.REGISTRY_BUSY,
        "Cannot push: other registries took pushes "
            + MAX_TRIES
            + " times meanwhile. Try again in a few seconds.");
  }

  /** The contracts and what else was registered, as subjects. */
  public Subjects subjects() {
    return subjects;
  }

  /** What is live. */
  public ContractSnapshot snapshot() {
    return snapshot;
  }

  /** Waits until something newer than a generation is live; null when nothing is by then. */
  public @Nullable ContractSnapshot awaitNewer(long generation, Duration wait) {
    long left = wait.toNanos();
    lock.lock();
    try {
      while (snapshot.generation() <= generation && left > 0) {
        left = pushed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    ContractSnapshot now = snapshot;
    return now.generation() > generation ? now : null;
  }

  /** True while somebody waits for a push. */
  boolean isAwaited() {
    lock.lock();
    try {
      return lock.hasWaiters(pushed);
    } finally {
      lock.unlock();
    }
  }

  /** Takes over what is newer in the store, and tells who waits for it. */
  private void announce() {
    if (catalog.revision().generation() == snapshot.generation()) {
      return;
    }
    ContractSnapshot now = live();
    lock.lock();
    try {
      if (now.generation() > snapshot.generation()) {
        snapshot = now;
        pushed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** What is in the store, with the types of all its files where an Any may hold them. */
  private ContractSnapshot live() {
    ContractSnapshot stored = store.snapshot();
    boolean any =
        stored.entries().stream().anyMatch(entry -> Contracts.knowsAny(entry.descriptorSet()));
    return any ? stored.with(compiler.compile(store.files()).set().toByteArray()) : stored;
  }

  List<StoredVersion> list() {
    return store.newest();
  }

  /**
   * One version.
   *
   * @param name the stream's, or its message's full name
   * @param version 0 for the newest
   */
  Optional<StoredVersion> find(String name, int version) {
    String stream =
        snapshot.entries().stream()
            .filter(entry -> entry.message().equals(name))
            .map(ContractSnapshot.Entry::stream)
            .findFirst()
            .orElse(name);
    return version == 0 ? store.newest(stream) : store.find(stream, version);
  }

  List<StoredVersion> history(String stream) {
    return store.history(stream);
  }

  /** Every live file, as it was pushed. */
  List<SourceFile> sources() {
    return store.files();
  }

  /** Which live file imports which. */
  List<Dependencies> dependencies() {
    return Dependencies.of(compiler, store.files(), snapshot);
  }

  @Override
  public void close() {
    follower.close();
    store.close();
    compiler.close();
  }
}
