package io.datahem.registry.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datahem.contracts.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where things lie in an archive. A line is one JSON object, so that a change is a line of a diff:
 *
 * <pre>
 *   contracts/                       the live files, verbatim
 *   versions.jsonl                   every version of every contract
 *   versions/STREAM/NUMBER/          its files, verbatim
 *   schemas.jsonl                    every schema of the subjects
 *   schemas/ID.proto                 its text
 *   subjects.jsonl                   every version of every subject
 *   settings.jsonl                   levels and modes
 * </pre>
 */
final class Layout {
  static final String CONTRACTS = "contracts";
  static final String VERSIONS = "versions";
  static final String SCHEMAS = "schemas";
  static final String SUBJECTS = "subjects";
  static final String SETTINGS = "settings";

  private static final long MAX_FILE_BYTES = 256L << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path root;

  Layout(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static JsonNode parse(String json) throws JsonProcessingException {
    return JSON.readTree(json);
  }

  private Path within(String path) throws IOException {
    Path target = root.resolve(path).normalize();
    if (!target.startsWith(root)) {
      throw new IOException("'" + path + "' is outside of the archive");
    }
    return target;
  }

  void write(String path, String text) throws IOException {
    Path target = within(path);
    Files.createDirectories(target.getParent());
    Files.writeString(target, text);
  }

  String read(String path) throws IOException {
    Path target = within(path);
    if (Files.size(target) > MAX_FILE_BYTES) {
      throw new IOException("'" + path + "' has more than " + MAX_FILE_BYTES + " bytes");
    }
    return Files.readString(target, StandardCharsets.UTF_8);
  }

  void writeLines(String name, List<ObjectNode> lines) throws IOException {
    StringBuilder text = new StringBuilder();
    for (ObjectNode line : lines) {
      text.append(JSON.writeValueAsString(line)).append('\n');
    }
    write(name + ".jsonl", text.toString());
  }

  List<JsonNode> readLines(String name) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : read(name + ".jsonl").lines().toList()) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  void writeFiles(String directory, List<SourceFile> files) throws IOException {
    for (SourceFile file : files) {
      write(directory + "/" + file.path(), file.text());
    }
  }

  /** Every .proto file below a directory; none when it is not there. */
  List<SourceFile> readFiles(String directory) throws IOException {
    Path start = within(directory);
    if (!Files.isDirectory(start)) {
      return List.of();
    }
    List<SourceFile> files = new ArrayList<>();
    try (Stream<Path> found = Files.walk(start)) {
      for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
        String path = start.relativize(file).toString().replace('\\', '/');
        if (path.endsWith(".proto")) {
          files.add(new SourceFile(path, read(directory + "/" + path)));
        }
      }
    }
    return files;
  }

  /** Whether there is nothing yet. */
  boolean isEmpty() throws IOException {
    if (!Files.exists(root)) {
      return true;
    }
    try (Stream<Path> found = Files.list(root)) {
      return found.allMatch(path -> path.getFileName().toString().startsWith("."));
    }
  }

  @Override
  public String toString() {
    return root.toString();
  }
}
