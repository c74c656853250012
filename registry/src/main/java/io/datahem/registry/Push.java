package io.datahem.registry;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import io.datahem.contracts.Contract;
import io.datahem.contracts.ContractReader;
import io.datahem.contracts.Contracts;
import io.datahem.contracts.Finding;
import io.datahem.contracts.Place;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.compatibility.CompatibilityCheck;
import io.datahem.contracts.compatibility.CompatibilityLevel;
import io.datahem.contracts.compile.Compilation;
import io.datahem.contracts.compile.ContractCompiler;
import io.datahem.contracts.compile.MovedFiles;
import io.datahem.registry.PushResult.Stream;
import io.datahem.registry.PushResult.Verdict;
import io.datahem.registry.store.Changes;
import io.datahem.registry.store.RegistryStore;
import io.datahem.registry.store.Revision;
import io.datahem.registry.store.StoredVersion;
import io.datahem.registry.subjects.Catalog;
import io.datahem.registry.subjects.Catalog.Planned;
import io.datahem.registry.subjects.Policies;
import io.datahem.registry.subjects.Publication;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One push on its way: the pushed files over the live ones, compiled, compared and stored. For one
 * thread and one try.
 */
final class Push {
  private final RegistryStore store;
  private final Catalog catalog;
  private final ContractCompiler compiler;
  private final Revision start;
  private final Map<String, SourceFile> merged = new LinkedHashMap<>();
  private final Set<String> pushedPaths = new HashSet<>();
  private final List<SourceFile> files;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Stream> streams = new ArrayList<>();
  private final List<StoredVersion> versions = new ArrayList<>();
  private final List<Contract> changed = new ArrayList<>();
  private final @Nullable CompatibilityLevel level;
  private final long nowMillis = System.currentTimeMillis();
  private List<SourceFile> moved = List.of();
  private boolean breaking;
  private boolean isStored;

  /**
   * A push.
   *
   * @param level in place of the streams' own, null for that
   */
  Push(
      RegistryStore store,
      Catalog catalog,
      ContractCompiler compiler,
      List<SourceFile> files,
      @Nullable CompatibilityLevel level) {
    this.level = level;
    this.store = store;
    this.catalog = catalog;
    this.compiler = compiler;
    this.files = files;
    this.start = store.revision();
  }

  /** What became of it; empty when another registry took a push meanwhile: try again. */
  Optional<PushResult> run(boolean dryRun) {
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
    requireText();
    if (!findings.isEmpty()) {
      return result(Verdict.INVALID);
    }
    Compilation compilation = compile();
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
    boolean isNew = !versions.isEmpty() || !sameFiles();
    if (!dryRun && isNew) {
      isStored = catalog.change(this::plan);
    }
    return result(Verdict.ACCEPTED);
  }

  /** Everything together; once more without what the push has put elsewhere, when that fails. */
  private Compilation compile() {
    Compilation compilation = compiler.compile(List.copyOf(merged.values()));
    if (!compilation.ok() && !pushedPaths.containsAll(merged.keySet())) {
      moved = new MovedFiles(compiler).emptied(store.files(), files);
      if (!moved.isEmpty()) {
        moved.forEach(file -> merged.put(file.path(), file));
        return compiler.compile(List.copyOf(merged.values()));
      }
    }
    return compilation;
  }

  /** Not every database keeps every character. */
  private void requireText() {
    for (SourceFile file : files) {
      if (file.text().indexOf('\0') >= 0) {
        findings.add(
            Finding.error(
                "SOURCE_NOT_TEXT",
                Place.NONE,
                "Cannot take a file that holds the character U+0000, expected text: "
                    + file.path().replaceAll("\\p{Cntrl}", "?"),
                "Save it as UTF-8 text."));
      }
    }
  }

  /** The contracts, and what they mean for subjects as these stand now. */
  private Planned<Boolean> plan() {
    if (catalog.revision().generation() != start.generation()) {
      return Planned.nothing(false);
    }
    Map<String, String> texts = new HashMap<>();
    merged.forEach((path, file) -> texts.put(path, file.text()));
    Publication publication = new Publication(catalog, texts, nowMillis);
    changed.forEach(
        contract -> publication.add(contract.stream(), contract.descriptor().getFile()));
    List<SourceFile> kept = new ArrayList<>(files);
    kept.addAll(moved);
    return new Planned<>(Changes.contracts(kept, versions).and(publication.changes()), true);
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
    changed.add(contract);
  }

  private void checkAgainst(StoredVersion before, Contract contract) {
    if (before.message().equals(contract.messageName())) {
      List<Contract> versions =
          store.history(contract.stream()).stream()
              .map(v -> Contracts.load(v.descriptorSet(), v.message(), v.version()))
              .toList();
      Optional<CompatibilityLevel> asked =
          Optional.ofNullable(level).or(() -> Policies.levelOfStream(catalog, contract.stream()));
      refuse(
          asked
              .map(known -> CompatibilityCheck.check(known, versions, contract))
              .orElseGet(() -> CompatibilityCheck.check(versions, contract)));
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
        Instant.ofEpochMilli(nowMillis).toString());
  }

  private Stream stream(Contract contract, int version, String status) {
    return new Stream(
        contract.stream(), contract.messageName(), version, status, contract.options().table());
  }

  /** What was read one after the other is of one moment only if nobody pushed meanwhile. */
  private Optional<PushResult> result(Verdict verdict) {
    long generation = store.revision().generation();
    if (!isStored && generation != start.generation()) {
      return Optional.empty();
    }
    return Optional.of(
        new PushResult(
            verdict, generation, verdict == Verdict.ACCEPTED ? streams : List.of(), findings));
  }
}
