package io.datahem.contracts.compile;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.datahem.contracts.Finding;
import io.datahem.contracts.Place;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.compile.Protoc.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Compiles .proto sources with the real protobuf compiler. Sources are not trusted: their number,
 * size, paths and the compiler's time are bounded. Thread-safe; each call has a directory of its
 * own.
 */
public final class ContractCompiler implements AutoCloseable {
  private final Protoc protoc;
  private final PushLimits limits;

  private ContractCompiler(Protoc protoc, PushLimits limits) {
    this.protoc = protoc;
    this.limits = limits;
  }

  /** Unpacks the compiler. */
  public static ContractCompiler open() {
    return open(PushLimits.DEFAULT);
  }

  /** Unpacks the compiler. */
  public static ContractCompiler open(PushLimits limits) {
    return new ContractCompiler(Protoc.unpack(), limits);
  }

  /** The paths that every file may import without its being pushed. */
  public static Set<String> builtIn() {
    return BuiltInProtos.PATHS;
  }

  /**
   * Compiles files that import each other and the built-in ones, and says every problem at once.
   */
  public Compilation compile(List<SourceFile> files) {
    return compile(files, SourceInfo.KEPT);
  }

  /**
   * The same, whose comments and positions {@link Places} alone knows: to be looked at, not kept.
   */
  public Compilation compileToCheck(List<SourceFile> files) {
    return compile(files, SourceInfo.ASIDE);
  }

  /** The same, which knows no comments either. */
  public Compilation compileToCompareWith(List<SourceFile> files) {
    return compile(files, SourceInfo.ASIDE_WITHOUT_COMMENTS);
  }

  private Compilation compile(List<SourceFile> files, SourceInfo info) {
    List<Finding> findings = new ArrayList<>(new PushCheck(limits).check(files));
    if (!findings.isEmpty()) {
      return failed(findings);
    }
    List<SourceFile> own =
        files.stream().filter(file -> !BuiltInProtos.PATHS.contains(file.path())).toList();
    if (own.isEmpty()) {
      return new Compilation(FileDescriptorSet.getDefaultInstance(), List.of(), List.of());
    }
    Path work = null;
    try {
      work = protoc.workDirectory();
      return compile(own, work, info);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot compile contracts: " + e.getMessage(), e);
    } finally {
      if (work != null) {
        Protoc.deleteTree(work);
      }
    }
  }

  private Compilation compile(List<SourceFile> files, Path work, SourceInfo info)
      throws IOException {
    Sources sources = Sources.write(files, work);
    Path output = work.resolve("set.bin");
    Run run = protoc.compile(sources, sources.paths(), output, limits.maxCompile());
    if (!run.ok()) {
      return failed(errors(run, sources, output));
    }
    byte[] written = Files.readAllBytes(output);
    List<Finding> warnings = ProtocErrors.parse(run.output(), sources);
    if (info == SourceInfo.KEPT) {
      return linked(CompiledSet.whole(written), sources.paths(), warnings, file -> {});
    }
    CompiledSet set = CompiledSet.parse(written);
    Compilation compilation =
        linked(set.bare(), sources.paths(), warnings, file -> set.keepSourceInfo(file, info));
    // What is wrong is said with its place, which only the whole set has.
    return compilation.ok()
        ? compilation
        : linked(CompiledSet.whole(written), sources.paths(), warnings, file -> {});
  }

  /** The compiler stops at the first file that has errors: each is asked for its own. */
  private List<Finding> errors(Run whole, Sources sources, Path output) throws IOException {
    Set<Finding> findings = new LinkedHashSet<>(ProtocErrors.parse(whole.output(), sources));
    long deadline = System.nanoTime() + limits.maxCompile().toNanos();
    boolean cut = whole.cut();
    for (String path : sources.paths()) {
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      if (whole.timedOut() || left.isNegative() || findings.size() > PushLimits.MAX_FINDINGS) {
        break;
      }
      Run run = protoc.compile(sources, List.of(path), output, left);
      cut |= run.cut();
      findings.addAll(ProtocErrors.parse(run.output(), sources));
    }
    if (whole.timedOut()) {
      findings.add(
          Finding.error(
              "COMPILE_TOO_SLOW",
              Place.NONE,
              "Cannot compile the push within " + limits.maxCompile().toSeconds() + " s.",
              "Push less at once."));
    }
    if (findings.stream().noneMatch(Finding::isError)) {
      String said = whole.output().strip().lines().findFirst().orElse("nothing");
      findings.add(
          Finding.error(
              "COMPILE_FAILED", Place.NONE, "Cannot compile the push: protoc says " + said, ""));
    }
    return first(findings, cut);
  }

  private static List<Finding> first(Set<Finding> findings, boolean cut) {
    if (!cut && findings.size() <= PushLimits.MAX_FINDINGS) {
      return List.copyOf(findings);
    }
    List<Finding> first =
        new ArrayList<>(findings.stream().limit(PushLimits.MAX_FINDINGS).toList());
    first.add(
        Finding.error(
            "FINDINGS_CUT",
            Place.NONE,
            "Cannot say every problem: there are more than these.",
            "Correct these first."));
    return first;
  }

  private static Compilation linked(
      FileDescriptorSet set,
      List<String> paths,
      List<Finding> warnings,
      Consumer<FileDescriptor> each) {
    List<Finding> optionImports = OptionImports.check(set);
    if (!optionImports.isEmpty()) {
      return failed(optionImports);
    }
    Map<String, FileDescriptor> linked;
    try {
      linked = Descriptors.link(set);
    } catch (IllegalArgumentException e) {
      return failed(
          List.of(Finding.error("PROTO_SYNTAX", Place.NONE, String.valueOf(e.getMessage()), "")));
    }
    linked.values().forEach(each);
    List<FileDescriptor> pushed = new ArrayList<>();
    for (String path : paths) {
      FileDescriptor file = linked.get(path);
      if (file != null) {
        pushed.add(file);
      }
    }
    return new Compilation(set, pushed, warnings);
  }

  private static Compilation failed(List<Finding> findings) {
    return new Compilation(FileDescriptorSet.getDefaultInstance(), List.of(), findings);
  }

  @Override
  public void close() {
    protoc.close();
  }
}
