package io.datahem.registry.schema;

import com.google.protobuf.Descriptors.FileDescriptor;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.compile.Compilation;
import io.datahem.contracts.compile.ContractCompiler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The files that a schema may import without a reference: the compiler's, and those that clients of
 * schema registries have built in. Thread-safe.
 */
public final class BuiltIns {
  private static final List<String> OF_CLIENTS =
      List.of("confluent/meta.proto", "confluent/type/decimal.proto");
  private static final List<String> EVERYWHERE =
      List.of("google/protobuf/", "google/type/", "confluent/");

  private final ContractCompiler compiler;
  private @Nullable Map<String, FileDescriptor> files;

  public BuiltIns(ContractCompiler compiler) {
    this.compiler = compiler;
  }

  /** Whether a path is built in. */
  public static boolean has(String path) {
    return ContractCompiler.builtIn().contains(path) || OF_CLIENTS.contains(path);
  }

  /** Whether clients have it too, so that it needs no reference. */
  public static boolean isEverywhere(String path) {
    return EVERYWHERE.stream().anyMatch(path::startsWith);
  }

  /** A built-in file's source. */
  public static String text(String path) {
    try (InputStream in = BuiltIns.class.getResourceAsStream("/proto/" + path)) {
      if (in == null) {
        throw new IllegalStateException("Cannot find built-in /proto/" + path + " in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a source needs that the compiler does not have by itself. */
  static List<SourceFile> neededBy(String text) {
    if (!text.contains("confluent/")) {
      return List.of();
    }
    List<SourceFile> needed = new ArrayList<>();
    for (String path : OF_CLIENTS) {
      needed.add(new SourceFile(path, text(path)));
    }
    return needed;
  }

  /** A built-in file, linked; null when there is none of this path. */
  public @Nullable FileDescriptor file(String path) {
    return has(path) ? linked().get(path) : null;
  }

  /** All are linked at once: they share what they import. */
  private synchronized Map<String, FileDescriptor> linked() {
    Map<String, FileDescriptor> known = files;
    if (known == null) {
      known = link();
      files = known;
    }
    return known;
  }

  private Map<String, FileDescriptor> link() {
    TreeSet<String> paths = new TreeSet<>(ContractCompiler.builtIn());
    paths.addAll(OF_CLIENTS);
    StringBuilder text = new StringBuilder("syntax = \"proto3\";\n");
    paths.forEach(path -> text.append("import \"").append(path).append("\";\n"));
    List<SourceFile> sources = new ArrayList<>(neededBy(text.toString()));
    sources.add(new SourceFile("all.proto", text.toString()));
    Compilation compilation = compiler.compile(sources);
    FileDescriptor all =
        compilation.files().stream()
            .filter(file -> file.getName().equals("all.proto"))
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("Cannot link what is built in: " + compilation));
    return all.getDependencies().stream()
        .collect(Collectors.toMap(FileDescriptor::getName, Function.identity()));
  }
}
