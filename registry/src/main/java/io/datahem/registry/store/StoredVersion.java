package io.datahem.registry.store;

import io.datahem.contracts.SourceFile;
import java.util.List;

/**
 * One version of a stream's contract as it is stored.
 *
 * @param version from 1
 * @param descriptorSet a serialized FileDescriptorSet, comments and positions included
 * @param sources the message's file and all it imports that was pushed, verbatim
 * @param pushedAt ISO-8601 in UTC
 */
public record StoredVersion(
    String stream,
    int version,
    String message,
    String table,
    String fingerprint,
    byte[] descriptorSet,
    List<SourceFile> sources,
    String pushedAt) {

  public StoredVersion {
    sources = List.copyOf(sources);
  }
}
