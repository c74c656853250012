package io.datahem.contracts;

import java.util.List;

/**
 * What the registry serves to the pipeline: every live contract at one moment, as plain data.
 *
 * @param generation grows with every push; equal generations hold equal contracts
 * @param entries one per stream, the newest version
 * @param types a serialized FileDescriptorSet of all live files, for what an Any may hold; empty
 *     when no contract knows Any
 */
public record ContractSnapshot(long generation, List<Entry> entries, byte[] types) {

  /** Nothing pushed yet. */
  public static final ContractSnapshot EMPTY = new ContractSnapshot(0, List.of(), new byte[0]);

  public ContractSnapshot {
    entries = List.copyOf(entries);
  }

  /** The same with the types of all live files. */
  public ContractSnapshot with(byte[] allTypes) {
    return new ContractSnapshot(generation, entries, allTypes);
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
