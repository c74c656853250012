package io.datahem.registry.store;

import java.util.List;

/**
 * What is known of a schema without its text. A schema never changes and is never lost.
 *
 * @param id from 1, the same for all subjects
 * @param identity a hash of its meaning; what an import of another registry brought may share it
 * @param normalized a hash of its meaning whatever the order of its parts
 * @param references its imports
 */
public record SchemaEntry(int id, String identity, String normalized, List<Reference> references) {

  public SchemaEntry {
    references = List.copyOf(references);
  }
}
