package io.datahem.registry;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import io.datahem.contracts.Contract;
import io.datahem.contracts.ContractReader;
import io.datahem.contracts.ContractSnapshot;
import io.datahem.contracts.Contracts;
import io.datahem.contracts.Finding;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.compatibility.CompatibilityCheck;
import io.datahem.contracts.compile.Compilation;
import io.datahem.contracts.compile.ContractCompiler;
import io.datahem.registry.PushResult.Stream;
import io.datahem.registry.PushResult.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Takes pushes, one at a time, each whole or not at all: the pushed files over the live ones must
 * compile, and no stream may break its readers. Thread-safe.
 */
public final class Registry implements AutoCloseable {
  private final ContractCompiler compiler;
  private final ContractStore store;

  /** One push at a time. A compiler's run is long, so nobody else waits for this lock. */
  private final ReentrantLock pushing = new ReentrantLock();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition pushed = lock.newCondition();
  private volatile ContractSnapshot snapshot;

  private Registry(ContractCompiler compiler, ContractStore store) {
    this.compiler = compiler;
    this.store = store;
    this.snapshot = store.snapshot();
  }

  /** Opens the registry of a directory. */
  public static Registry open(Path directory) {
    ContractStore store = ContractStore.open(directory);
    try {
      return new Registry(ContractCompiler.open(), store);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** Checks a push and, unless it is a dry run or refused, makes it live. */
  public PushResult push(List<SourceFile> files, boolean dryRun) {
    pushing.lock();
    try {
      return new Push(files).run(dryRun);
    } finally {
      pushing.unlock();
    }
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

  private void announce(ContractSnapshot now) {
    lock.lock();
    try {
      snapshot = now;
      pushed.signalAll();
    } finally {
      lock.unlock();
    }
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

  @Override
  public void close() {
    store.close();
    compiler.close();
  }

  /** One push on its way. */
  private final class Push {
    private final Map<String, SourceFile> merged = new LinkedHashMap<>();
    private final Set<String> pushedPaths = new HashSet<>();
    private final List<SourceFile> files;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Stream> streams = new ArrayList<>();
    private final List<StoredVersion> versions = new ArrayList<>();
    private final String now = Instant.now().toString();
    private boolean breaking;

    Push(List<SourceFile> files) {
      this.files = files;
    }

    PushResult run(boolean dryRun) {
      store.files().forEach(file -> merged.put(file.path(), file));
      files.forEach(
          file -> {
            merged.put(file.path(), file);
            pushedPaths.add(file.path());
          });
      if (files.isEmpty()) {
        findings.addAll(compiler.compile(files).findings());
        return result(Verdict.INVALID);
      }
      Compilation compilation = compiler.compile(List.copyOf(merged.values()));
      findings.addAll(compilation.findings());
      if (!compilation.ok()) {
        return result(Verdict.INVALID);
      }
      ContractReader.Result read = ContractReader.read(compilation);
      findings.addAll(read.findings());
      read.contracts().forEach(this::compare);
      checkStreams(read.contracts());
      findings.removeIf(finding -> !finding.isError() && !pushedPaths.contains(finding.file()));
      boolean errors = findings.stream().anyMatch(Finding::isError);
      if (errors) {
        return result(breaking && read.ok() ? Verdict.BREAKING : Verdict.INVALID);
      }
      boolean changed = !versions.isEmpty() || !sameFiles();
      if (!dryRun && changed) {
        store.save(files, versions, now);
        announce(store.snapshot());
      }
      return result(Verdict.ACCEPTED);
    }

    private boolean sameFiles() {
      Map<String, String> live = new LinkedHashMap<>();
      store.files().forEach(file -> live.put(file.path(), file.text()));
      return files.stream().allMatch(file -> file.text().equals(live.get(file.path())));
    }

    private void compare(Contract contract) {
      Optional<StoredVersion> newest = store.newest(contract.stream());
      String fingerprint = Fingerprint.of(contract.descriptor());
      if (newest.isPresent() && newest.get().fingerprint().equals(fingerprint)) {
        if (pushedPaths.contains(contract.descriptor().getFile().getName())) {
          streams.add(stream(contract, newest.get().version(), "unchanged"));
        }
        return;
      }
      newest.ifPresent(before -> checkAgainst(before, contract));
      int version = newest.map(StoredVersion::version).orElse(0) + 1;
      streams.add(stream(contract, version, version == 1 ? "created" : "updated"));
      versions.add(stored(contract, version, fingerprint));
    }

    private void checkAgainst(StoredVersion before, Contract contract) {
      if (before.message().equals(contract.messageName())) {
        List<Contract> versions =
            store.history(contract.stream()).stream()
                .map(v -> Contracts.load(v.descriptorSet(), v.message(), v.version()))
                .toList();
        refuse(CompatibilityCheck.check(versions, contract));
      }
    }

    private void checkStreams(List<Contract> contracts) {
      Map<String, String> live = new LinkedHashMap<>();
      store.newest().forEach(version -> live.put(version.stream(), version.message()));
      refuse(CompatibilityCheck.streams(live, contracts));
    }

    private void refuse(List<Finding> broken) {
      breaking |= !broken.isEmpty();
      findings.addAll(broken);
    }

    private StoredVersion stored(Contract contract, int version, String fingerprint) {
      FileDescriptorSet set = Contracts.closure(contract.descriptor());
      List<SourceFile> sources = new ArrayList<>();
      for (FileDescriptorProto file : set.getFileList()) {
        SourceFile source = merged.get(file.getName());
        if (source != null) {
          sources.add(source);
        }
      }
      return new StoredVersion(
          contract.stream(),
          version,
          contract.messageName(),
          contract.options().table(),
          fingerprint,
          set.toByteArray(),
          sources,
          now);
    }

    private Stream stream(Contract contract, int version, String status) {
      return new Stream(
          contract.stream(), contract.messageName(), version, status, contract.options().table());
    }

    private PushResult result(Verdict verdict) {
      return new PushResult(
          verdict, store.generation(), verdict == Verdict.ACCEPTED ? streams : List.of(), findings);
    }
  }
}
