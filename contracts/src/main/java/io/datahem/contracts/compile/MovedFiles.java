package io.datahem.contracts.compile;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import io.datahem.contracts.SourceFile;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Live files that a push has put elsewhere: a renamed or split file is pushed under its new paths
 * only, and what is live under the old one would define everything twice. A live file is emptied
 * when the push does not name it and defines everything that was in it; nothing else is taken away.
 * Thread-safe.
 */
public final class MovedFiles {
  private final ContractCompiler compiler;

  /** Looks by a compiler. */
  public MovedFiles(ContractCompiler compiler) {
    this.compiler = compiler;
  }

  /** The files to be emptied, as they are then. */
  public List<SourceFile> emptied(List<SourceFile> live, List<SourceFile> pushed) {
    Compilation before = compiler.compile(live);
    Compilation after = compiler.compile(withImports(live, pushed));
    if (!before.ok() || !after.ok()) {
      return List.of();
    }
    Set<String> paths = new HashSet<>();
    pushed.forEach(file -> paths.add(file.path()));
    Set<String> defined = new HashSet<>();
    after.files().stream()
        .filter(file -> paths.contains(file.getName()))
        .forEach(file -> names(file).forEach(defined::add));
    return before.files().stream()
        .filter(file -> !paths.contains(file.getName()))
        .filter(
            file -> names(file).findAny().isPresent() && names(file).allMatch(defined::contains))
        .map(file -> new SourceFile(file.getName(), ""))
        .toList();
  }

  /** What is pushed, and of what is live only what it imports. */
  private List<SourceFile> withImports(List<SourceFile> live, List<SourceFile> pushed) {
    Map<String, SourceFile> byPath = new LinkedHashMap<>();
    live.forEach(file -> byPath.put(file.path(), file));
    Map<String, SourceFile> needed = new LinkedHashMap<>();
    pushed.forEach(file -> needed.put(file.path(), file));
    boolean grown = true;
    while (grown) {
      grown = false;
      for (SourceFile file : List.copyOf(needed.values())) {
        for (SourceFile other : byPath.values()) {
          // An import names a path between quotes; a comment that does costs a file too many.
          if (!needed.containsKey(other.path()) && names(file, other.path())) {
            needed.put(other.path(), other);
            grown = true;
          }
        }
      }
    }
    return List.copyOf(needed.values());
  }

  private static boolean names(SourceFile file, String path) {
    return file.text().contains('"' + path + '"') || file.text().contains('\'' + path + '\'');
  }

  private static Stream<String> names(FileDescriptor file) {
    return Stream.of(
            file.getMessageTypes(), file.getEnumTypes(), file.getServices(), file.getExtensions())
        .<GenericDescriptor>flatMap(List::stream)
        .map(GenericDescriptor::getFullName);
  }
}
