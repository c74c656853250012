package io.datahem.registry.store;

import java.util.List;

/**
 * What changed among subjects since a revision.
 *
 * @param revision what the rows bring a reader up to
 */
public record SubjectRows(
    Revision revision,
    List<SchemaEntry> schemas,
    List<SubjectVersion> versions,
    List<SubjectSettings> settings) {

  public SubjectRows {
    schemas = List.copyOf(schemas);
    versions = List.copyOf(versions);
    settings = List.copyOf(settings);
  }
}
