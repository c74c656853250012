package io.datahem.contracts;

import java.util.List;

/**
 * What the registry serves to the pipeline: every live contract at one moment, as plain data.
 *
 * @param generation grows with every push; equal generations hold equal contracts
 * @param entries one per stream, the newest version
 */
public record ContractSnapshot(long generation, List<Entry> entries) {

  /** Nothing pushed yet. */
  public static final ContractSnapshot EMPTY = new ContractSnapshot(0, List.of());

  public ContractSnapshot {
    entries = List.copyOf(entries);
  }

  /**
   * One live contract.
   *
   * @param stream the stream's name
   * @param message the message's full name
   * @param version the version
   * @param schemaId the id of the message's file in the schema registry
   * @param descriptorSet a serialized FileDescriptorSet: the message's file and all it imports
   */
  public record Entry(
      String stream, String message, int version, int schemaId, byte[] descriptorSet) {}
}
