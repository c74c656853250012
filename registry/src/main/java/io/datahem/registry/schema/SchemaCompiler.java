package io.datahem.registry.schema;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.datahem.contracts.Finding;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.compile.Compilation;
import io.datahem.contracts.compile.ContractCompiler;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compiles schemas that come as source, or as a FileDescriptorProto in base64. Neither is trusted:
 * a descriptor is written as source and goes the same bounded way; one that the source does not
 * give back exactly is refused. Thread-safe.
 */
public final class SchemaCompiler {
  private static final String PATH = "schema.proto";
  private static final int MAX_SAID = 20;
  private static final int MAX_NAME_CHARS = 255;

  private final ContractCompiler compiler;
  private final BuiltIns builtIns;

  public SchemaCompiler(ContractCompiler compiler, BuiltIns builtIns) {
    this.compiler = compiler;
    this.builtIns = builtIns;
  }

  /**
   * Compiles a schema.
   *
   * @param schema source, or a FileDescriptorProto in base64
   * @param imports every file it may import, what these import among them
   * @param normalize whether its text is to be written anew, in order
   * @throws InvalidSchemaException with every problem
   */
  public CompiledSchema compile(String schema, List<Import> imports, boolean normalize) {
    if (schema.isBlank()) {
      throw new InvalidSchemaException("Cannot compile an empty schema, expected a .proto source.");
    }
    if (schema.indexOf('\0') >= 0) {
      throw new InvalidSchemaException(
          "Cannot compile the schema: it holds the character U+0000, expected text.");
    }
    FileDescriptorProto descriptor = descriptor(schema);
    CompiledSchema compiled =
        descriptor == null ? source(schema, path(imports), imports) : written(descriptor, imports);
    return normalize ? normalized(compiled, imports) : compiled;
  }

  private static @Nullable FileDescriptorProto descriptor(String schema) {
    byte[] bytes;
    try {
      bytes = Base64.getMimeDecoder().decode(schema);
    } catch (IllegalArgumentException e) {
      return null;
    }
    // A source has characters that are none of base64's; the lenient decoder leaves them out.
    boolean whole = schema.chars().allMatch(SchemaCompiler::isBase64);
    try {
      return whole ? FileDescriptorProto.parseFrom(bytes) : null;
    } catch (InvalidProtocolBufferException e) {
      return null;
    }
  }

  private static boolean isBase64(int c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/'
        || c == '='
        || c == '\r'
        || c == '\n';
  }

  private CompiledSchema written(FileDescriptorProto descriptor, List<Import> imports) {
    FileDescriptor linked = link(descriptor, imports);
    FileDescriptorProto canonical = CanonicalProto.of(linked);
    String own = descriptor.getName();
    String path = isPath(own) && !isTaken(own, imports) ? own : path(imports);
    CompiledSchema compiled = source(ProtoText.of(canonical, linked), path, imports);
    if (!CanonicalProto.of(compiled.file()).equals(canonical)) {
      throw new InvalidSchemaException(
          "Cannot take the descriptor: no .proto source gives exactly it. Send the source.");
    }
    return compiled;
  }

  private FileDescriptor link(FileDescriptorProto descriptor, List<Import> imports) {
    Map<String, FileDescriptor> files = new HashMap<>();
    imports.forEach(one -> files.put(one.name(), one.file()));
    FileDescriptor[] dependencies = new FileDescriptor[descriptor.getDependencyCount()];
    for (int i = 0; i < dependencies.length; i++) {
      String path = descriptor.getDependency(i);
      @Nullable FileDescriptor builtIn = builtIns.file(path);
      FileDescriptor file = builtIn == null ? files.get(path) : builtIn;
      if (file == null) {
        throw new InvalidSchemaException(
            "Cannot compile the schema: it imports '"
                + path
                + "', which is neither built in nor among its references.");
      }
      dependencies[i] = file;
    }
    try {
      return FileDescriptor.buildFrom(descriptor, dependencies);
    } catch (DescriptorValidationException e) {
      throw new InvalidSchemaException("Cannot compile the schema: " + e.getMessage());
    }
  }

  private CompiledSchema normalized(CompiledSchema compiled, List<Import> imports) {
    FileDescriptorProto ordered = Identity.ordered(Identity.bare(compiled.file()));
    FileDescriptor linked = link(ordered, imports);
    return source(
        ProtoText.of(CanonicalProto.of(linked), linked), compiled.file().getName(), imports);
  }

  private CompiledSchema source(String text, String path, List<Import> imports) {
    Map<String, String> texts = new LinkedHashMap<>();
    imports.forEach(one -> texts.putIfAbsent(one.name(), one.text()));
    return recompile(text, path, texts);
  }

  /**
   * Compiles a source under a path of its own.
   *
   * @param imports the texts of every file it may import, what these import among them
   * @throws InvalidSchemaException with every problem
   */
  public CompiledSchema recompile(String text, String path, Map<String, String> imports) {
    List<SourceFile> files = new ArrayList<>();
    StringBuilder all = new StringBuilder(text);
    imports.forEach(
        (name, imported) -> {
          if (!BuiltIns.has(name)) {
            files.add(new SourceFile(name, imported));
            all.append(imported);
          }
        });
    if (BuiltIns.has(path)) {
      return builtIn(text, path);
    }
    files.addAll(BuiltIns.neededBy(all.toString()));
    files.add(new SourceFile(path, text));
    Compilation compilation = compiler.compile(files);
    if (!compilation.ok()) {
      throw new InvalidSchemaException("Cannot compile the schema: " + said(compilation));
    }
    FileDescriptor file =
        compilation.files().stream()
            .filter(one -> one.getName().equals(path))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("the compiler gave back no " + path));
    return new CompiledSchema(text, file, Identity.of(file), Identity.normalized(file));
  }

  /** A built-in file is what the compiler has, whatever text was kept of it. */
  private CompiledSchema builtIn(String text, String path) {
    @Nullable FileDescriptor file = builtIns.file(path);
    if (file == null) {
      throw new InvalidSchemaException("Cannot compile '" + path + "': it is not built in.");
    }
    return new CompiledSchema(text, file, Identity.of(file), Identity.normalized(file));
  }

  private static String said(Compilation compilation) {
    List<Finding> errors = compilation.findings().stream().filter(Finding::isError).toList();
    String said =
        errors.stream().limit(MAX_SAID).map(Finding::toString).collect(Collectors.joining("; "));
    return errors.size() > MAX_SAID ? said + "; and " + (errors.size() - MAX_SAID) + " more" : said;
  }

  /** A path for a source that has none, which no import has. */
  private static String path(List<Import> imports) {
    String path = PATH;
    for (int i = 1; isTaken(path, imports); i++) {
      path = "schema_" + i + ".proto";
    }
    return path;
  }

  private static boolean isTaken(String path, List<Import> imports) {
    return imports.stream().anyMatch(one -> one.name().equals(path));
  }

  private static boolean isPath(String name) {
    return name.length() <= MAX_NAME_CHARS
        && name.matches("([A-Za-z0-9_][A-Za-z0-9_.+-]*/)*[A-Za-z0-9_][A-Za-z0-9_.+-]*\\.proto")
        && !BuiltIns.has(name);
  }
}
