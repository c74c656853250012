package io.datahem.registry.store;

import io.datahem.contracts.SourceFile;
import java.util.ArrayList;
import java.util.List;

/**
 * What one transaction changes. Rows that are there already are replaced, except contracts'
 * versions, which never change.
 *
 * @param files live contract files
 * @param versions new versions of contracts
 * @param schemas new schemas
 * @param subjectVersions versions of subjects
 * @param settings of subjects
 */
public record Changes(
    List<SourceFile> files,
    List<StoredVersion> versions,
    List<StoredSchema> schemas,
    List<SubjectVersion> subjectVersions,
    List<SubjectSettings> settings) {

  /** Nothing. */
  public static final Changes NONE =
      new Changes(List.of(), List.of(), List.of(), List.of(), List.of());

  public Changes {
    files = List.copyOf(files);
    versions = List.copyOf(versions);
    schemas = List.copyOf(schemas);
    subjectVersions = List.copyOf(subjectVersions);
    settings = List.copyOf(settings);
  }

  /** New contracts. */
  public static Changes contracts(List<SourceFile> files, List<StoredVersion> versions) {
    return new Changes(files, versions, List.of(), List.of(), List.of());
  }

  /** Versions of subjects. */
  public static Changes subjects(List<StoredSchema> schemas, List<SubjectVersion> versions) {
    return new Changes(List.of(), List.of(), schemas, versions, List.of());
  }

  /** Settings of one subject. */
  public static Changes setting(SubjectSettings settings) {
    return new Changes(List.of(), List.of(), List.of(), List.of(), List.of(settings));
  }

  /** Both. */
  public Changes and(Changes other) {
    return new Changes(
        both(files, other.files),
        both(versions, other.versions),
        both(schemas, other.schemas),
        both(subjectVersions, other.subjectVersions),
        both(settings, other.settings));
  }

  private static <T> List<T> both(List<T> first, List<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  boolean touchesContracts() {
    return !files.isEmpty() || !versions.isEmpty();
  }

  /** True when there is nothing to change. */
  public boolean isEmpty() {
    return equals(NONE);
  }
}
