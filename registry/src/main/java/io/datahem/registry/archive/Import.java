package io.datahem.registry.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.datahem.contracts.Contracts;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.compile.Compilation;
import io.datahem.contracts.compile.ContractCompiler;
import io.datahem.registry.schema.CompiledSchema;
import io.datahem.registry.schema.Identity;
import io.datahem.registry.schema.InvalidSchemaException;
import io.datahem.registry.schema.SchemaCompiler;
import io.datahem.registry.store.Changes;
import io.datahem.registry.store.Reference;
import io.datahem.registry.store.RegistryStore;
import io.datahem.registry.store.Revision;
import io.datahem.registry.store.SchemaBody;
import io.datahem.registry.store.SchemaEntry;
import io.datahem.registry.store.StoredSchema;
import io.datahem.registry.store.StoredVersion;
import io.datahem.registry.store.SubjectSettings;
import io.datahem.registry.store.SubjectVersion;
import io.datahem.registry.store.SubjectVersion.Owner;
import io.datahem.registry.store.SubjectVersion.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a directory that {@link Export} wrote into an empty store: the same contracts, ids,
 * versions and settings. Every source is compiled again; one that no longer means what the archive
 * says is refused, and with it everything.
 */
public final class Import {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Layout layout;
  private final ContractCompiler contracts;
  private final SchemaCompiler schemas;

  private Import(Layout layout, ContractCompiler contracts, SchemaCompiler schemas) {
    this.layout = layout;
    this.contracts = contracts;
    this.schemas = schemas;
  }

  /**
   * Reads everything, all or none.
   *
   * @throws ArchiveException when the archive is not whole, or the store not empty
   */
  public static void from(
      Path directory, RegistryStore store, ContractCompiler contracts, SchemaCompiler schemas) {
    Layout layout = new Layout(directory);
    try {
      Changes changes = new Import(layout, contracts, schemas).read();
      boolean isEmpty = store.revision().equals(Revision.NONE);
      if (!isEmpty || store.commit(Revision.NONE, changes).isEmpty()) {
        throw new ArchiveException(
            "Cannot import " + layout + ": the registry is not empty, expected a new one.");
      }
    } catch (IOException | IllegalArgumentException | InvalidSchemaException e) {
      throw new ArchiveException("Cannot import " + layout + ": " + e.getMessage(), e);
    }
  }

  private Changes read() throws IOException {
    return new Changes(
        layout.readFiles(Layout.CONTRACTS), versions(), schemas(), subjects(), settings());
  }

  private List<StoredVersion> versions() throws IOException {
    List<StoredVersion> versions = new ArrayList<>();
    for (JsonNode line : layout.readLines(Layout.VERSIONS)) {
      String stream = line.path("stream").asText();
      int number = line.path("version").asInt();
      String message = line.path("message").asText();
      List<SourceFile> sources = layout.readFiles(Layout.VERSIONS + "/" + stream + "/" + number);
      Descriptor descriptor = descriptor(message, stream + " " + number, sources);
      versions.add(
          new StoredVersion(
              stream,
              number,
              message,
              line.path("table").asText(),
              line.path("fingerprint").asText(),
              Contracts.closure(descriptor).toByteArray(),
              sources,
              line.path("pushedAt").asText()));
    }
    return versions;
  }

  private Descriptor descriptor(String message, String version, List<SourceFile> sources)
      throws IOException {
    Compilation compilation = contracts.compile(sources);
    for (FileDescriptor file : compilation.files()) {
      for (Descriptor type : file.getMessageTypes()) {
        if (type.getFullName().equals(message)) {
          return type;
        }
      }
    }
    throw new IOException(
        "version " + version + " has no message " + message + " " + compilation.findings());
  }

  private List<StoredSchema> schemas() throws IOException {
    Map<Integer, JsonNode> lines = new LinkedHashMap<>();
    for (JsonNode line : layout.readLines(Layout.SCHEMAS)) {
      lines.put(line.path("id").asInt(), line);
    }
    Map<Integer, String> texts = new LinkedHashMap<>();
    for (int id : lines.keySet()) {
      texts.put(id, layout.read(Layout.SCHEMAS + "/" + id + ".proto"));
    }
    List<StoredSchema> stored = new ArrayList<>();
    for (Map.Entry<Integer, JsonNode> line : lines.entrySet()) {
      stored.add(schema(line.getKey(), line.getValue(), lines, texts));
    }
    return stored;
  }

  private StoredSchema schema(
      int id, JsonNode line, Map<Integer, JsonNode> lines, Map<Integer, String> texts)
      throws IOException {
    List<Reference> references = references(line);
    Map<String, String> imports = new LinkedHashMap<>();
    List<Reference> toVisit = new ArrayList<>(references);
    for (int i = 0; i < toVisit.size(); i++) {
      Reference reference = toVisit.get(i);
      JsonNode referred = lines.get(reference.schemaId());
      String text = texts.get(reference.schemaId());
      if (referred == null || text == null) {
        throw new IOException("schema " + id + " refers to a schema that is not there");
      }
      if (imports.putIfAbsent(reference.name(), text) == null) {
        toVisit.addAll(references(referred));
      }
    }
    String text = texts.getOrDefault(id, "");
    CompiledSchema compiled = schemas.recompile(text, line.path("path").asText(), imports);
    SchemaBody body =
        new SchemaBody(
            text,
            Identity.bare(compiled.file()).toByteArray(),
            json(line, "metadata"),
            json(line, "ruleSet"));
    String further =
        body.metadata() == null && body.ruleSet() == null
            ? ""
            : body.metadata() + "\n" + body.ruleSet();
    SchemaEntry entry =
        new SchemaEntry(
            id,
            further.isEmpty() ? compiled.identity() : Identity.with(compiled.identity(), further),
            line.path("normalized").asText(),
            references);
    if (!entry.identity().equals(line.path("identity").asText())) {
      throw new IOException("schema " + id + " is not the one that was exported");
    }
    return new StoredSchema(entry, body);
  }

  private static List<Reference> references(JsonNode line) {
    List<Reference> references = new ArrayList<>();
    for (JsonNode reference : line.path("references")) {
      references.add(
          new Reference(
              reference.path("name").asText(),
              reference.path("subject").asText(),
              reference.path("version").asInt(),
              reference.path("schemaId").asInt()));
    }
    return references;
  }

  private static @Nullable String json(JsonNode line, String name) throws JsonProcessingException {
    return line.has(name) ? JSON.writeValueAsString(line.path(name)) : null;
  }

  private List<SubjectVersion> subjects() throws IOException {
    List<SubjectVersion> versions = new ArrayList<>();
    for (JsonNode line : layout.readLines(Layout.SUBJECTS)) {
      versions.add(
          new SubjectVersion(
              line.path("subject").asText(),
              line.path("version").asInt(),
              line.path("schemaId").asInt(),
              State.valueOf(line.path("state").asText()),
              Owner.valueOf(line.path("owner").asText()),
              line.path("createdMillis").asLong()));
    }
    return versions;
  }

  private List<SubjectSettings> settings() throws IOException {
    List<SubjectSettings> settings = new ArrayList<>();
    for (JsonNode line : layout.readLines(Layout.SETTINGS)) {
      settings.add(
          new SubjectSettings(
              line.path("subject").asText(),
              text(line, "compatibility"),
              line.hasNonNull("normalize") ? line.path("normalize").asBoolean() : null,
              text(line, "mode")));
    }
    return settings;
  }

  private static @Nullable String text(JsonNode line, String name) {
    return line.hasNonNull(name) ? line.path(name).asText() : null;
  }
}
