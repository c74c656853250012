package io.datahem.registry;

import com.google.protobuf.Descriptors.FileDescriptor;
import io.datahem.contracts.ContractSnapshot;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.compile.Compilation;
import io.datahem.contracts.compile.ContractCompiler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which live file imports which, and which streams a change of it would touch.
 *
 * @param path the file
 * @param imports what it imports, built-in files among it
 * @param importedBy which files import it
 * @param streams the streams whose contract is in it, or in a file that imports it at any depth
 */
record Dependencies(
    String path, List<String> imports, List<String> importedBy, List<String> streams) {

  /** Those of every live file. */
  static List<Dependencies> of(
      ContractCompiler compiler, List<SourceFile> files, ContractSnapshot snapshot) {
    if (files.isEmpty()) {
      return List.of();
    }
    Compilation compilation = compiler.compile(files);
    Map<String, TreeSet<String>> importedBy = new TreeMap<>();
    Map<String, TreeSet<String>> streams = new TreeMap<>();
    for (FileDescriptor file : compilation.files()) {
      for (FileDescriptor imported : file.getDependencies()) {
        importedBy
            .computeIfAbsent(imported.getName(), ignored -> new TreeSet<>())
            .add(file.getName());
      }
    }
    for (ContractSnapshot.Entry entry : snapshot.entries()) {
      compilation.files().stream()
          .filter(file -> declares(file, entry.message()))
          .forEach(file -> reach(file, entry.stream(), streams));
    }
    List<Dependencies> all = new ArrayList<>();
    for (FileDescriptor file : compilation.files()) {
      all.add(
          new Dependencies(
              file.getName(),
              file.getDependencies().stream().map(FileDescriptor::getName).sorted().toList(),
              List.copyOf(importedBy.getOrDefault(file.getName(), new TreeSet<>())),
              List.copyOf(streams.getOrDefault(file.getName(), new TreeSet<>()))));
    }
    return all;
  }

  private static boolean declares(FileDescriptor file, String message) {
    return file.getMessageTypes().stream().anyMatch(type -> type.getFullName().equals(message));
  }

  private static void reach(
      FileDescriptor start, String stream, Map<String, TreeSet<String>> streams) {
    Deque<FileDescriptor> toVisit = new ArrayDeque<>(List.of(start));
    while (!toVisit.isEmpty()) {
      FileDescriptor file = toVisit.removeFirst();
      if (streams.computeIfAbsent(file.getName(), ignored -> new TreeSet<>()).add(stream)) {
        toVisit.addAll(file.getDependencies());
      }
    }
  }
}
