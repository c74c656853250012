package io.datahem.registry.subjects;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A schema as a client sends it.
 *
 * @param schema a .proto source, or a FileDescriptorProto in base64
 * @param references its imports, as far as they are not built in
 * @param metadata JSON; null for none
 * @param ruleSet JSON; null for none
 * @param id the id it is to have, 0 for any: for imports of other registries
 * @param version the version it is to be, 0 for the next: for imports of other registries
 */
public record SchemaRequest(
    String schema,
    List<Named> references,
    @Nullable String metadata,
    @Nullable String ruleSet,
    int id,
    int version) {

  /**
   * An import.
   *
   * @param version -1 for the latest
   */
  public record Named(String name, String subject, int version) {}

  public SchemaRequest {
    references = List.copyOf(references);
  }

  /** What is part of a schema's identity besides its descriptor; empty for nothing. */
  String furtherIdentity() {
    return metadata == null && ruleSet == null ? "" : metadata + "\n" + ruleSet;
  }
}
