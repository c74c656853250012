package io.datahem.registry.store;

/**
 * A moment of the store.
 *
 * @param number grows with every change
 * @param generation grows with every push of contracts
 */
public record Revision(long number, long generation) {

  /** Nothing stored yet. */
  public static final Revision NONE = new Revision(0, 0);
}
