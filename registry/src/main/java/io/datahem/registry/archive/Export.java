package io.datahem.registry.archive;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import io.datahem.registry.store.Reference;
import io.datahem.registry.store.RegistryStore;
import io.datahem.registry.store.Revision;
import io.datahem.registry.store.SchemaBody;
import io.datahem.registry.store.SchemaEntry;
import io.datahem.registry.store.StoredVersion;
import io.datahem.registry.store.SubjectRows;
import io.datahem.registry.store.SubjectSettings;
import io.datahem.registry.store.SubjectVersion;
import io.datahem.registry.store.SubjectVersion.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Writes a registry's store as a directory. The same store gives the same bytes. */
public final class Export {
  private final RegistryStore store;
  private final Layout layout;

  private Export(RegistryStore store, Layout layout) {
    this.store = store;
    this.layout = layout;
  }

  /**
   * Writes everything.
   *
   * @param directory empty but for what begins with a dot, or not there
   * @throws ArchiveException when it cannot be written
   */
  public static void to(Path directory, RegistryStore store) {
    Layout layout = new Layout(directory);
    try {
      if (!layout.isEmpty()) {
        throw new ArchiveException(
            "Cannot export to " + layout + ": it is not empty. Empty it, or name another.");
      }
      new Export(store, layout).write();
    } catch (IOException e) {
      throw new ArchiveException("Cannot export to " + layout + ": " + e.getMessage(), e);
    }
  }

  private void write() throws IOException {
    Revision start = store.revision();
    layout.writeFiles(Layout.CONTRACTS, store.files());
    versions();
    SubjectRows rows = store.since(0);
    schemas(rows.schemas());
    subjects(rows.versions());
    settings(rows.settings());
    if (!store.revision().equals(start)) {
      throw new ArchiveException(
          "Cannot export to " + layout + ": contracts changed meanwhile. Empty it and try again.");
    }
  }

  private void versions() throws IOException {
    List<ObjectNode> lines = new ArrayList<>();
    for (StoredVersion newest : store.newest()) {
      for (StoredVersion version : store.history(newest.stream())) {
        lines.add(
            Layout.object()
                .put("stream", version.stream())
                .put("version", version.version())
                .put("message", version.message())
                .put("table", version.table())
                .put("fingerprint", version.fingerprint())
                .put("pushedAt", version.pushedAt()));
        layout.writeFiles(
            Layout.VERSIONS + "/" + version.stream() + "/" + version.version(), version.sources());
      }
    }
    layout.writeLines(Layout.VERSIONS, lines);
  }

  private void schemas(List<SchemaEntry> schemas) throws IOException {
    List<ObjectNode> lines = new ArrayList<>();
    for (SchemaEntry schema : schemas) {
      SchemaBody body =
          store
              .body(schema.id())
              .orElseThrow(() -> new IllegalStateException("no schema " + schema.id()));
      ObjectNode line =
          Layout.object()
              .put("id", schema.id())
              .put("path", FileDescriptorProto.parseFrom(body.descriptor()).getName())
              .put("identity", schema.identity())
              .put("normalized", schema.normalized());
      ArrayNode references = line.putArray("references");
      for (Reference reference : schema.references()) {
        references
            .addObject()
            .put("name", reference.name())
            .put("subject", reference.subject())
            .put("version", reference.version())
            .put("schemaId", reference.schemaId());
      }
      if (body.metadata() != null) {
        line.set("metadata", Layout.parse(body.metadata()));
      }
      if (body.ruleSet() != null) {
        line.set("ruleSet", Layout.parse(body.ruleSet()));
      }
      lines.add(line);
      layout.write(Layout.SCHEMAS + "/" + schema.id() + ".proto", body.text());
    }
    layout.writeLines(Layout.SCHEMAS, lines);
  }

  private void subjects(List<SubjectVersion> versions) throws IOException {
    List<ObjectNode> lines = new ArrayList<>();
    for (SubjectVersion version : versions) {
      if (version.state() != State.PURGED) {
        lines.add(
            Layout.object()
                .put("subject", version.subject())
                .put("version", version.version())
                .put("schemaId", version.schemaId())
                .put("state", version.state().name())
                .put("owner", version.owner().name())
                .put("createdMillis", version.createdMillis()));
      }
    }
    layout.writeLines(Layout.SUBJECTS, lines);
  }

  private void settings(List<SubjectSettings> all) throws IOException {
    List<ObjectNode> lines = new ArrayList<>();
    all.stream()
        .filter(settings -> !settings.equals(SubjectSettings.none(settings.subject())))
        .sorted(Comparator.comparing(SubjectSettings::subject))
        .forEach(
            settings ->
                lines.add(
                    Layout.object()
                        .put("subject", settings.subject())
                        .put("compatibility", settings.compatibility())
                        .put("normalize", settings.normalize())
                        .put("mode", settings.mode())));
    layout.writeLines(Layout.SETTINGS, lines);
  }
}
