package io.datahem.contracts.compatibility;

/**
 * What a subject's next version has to keep, by the names that schema registries use.
 *
 * <p>BACKWARD: readers with the new version read the old data. FORWARD: readers with the old
 * version read the new data. FULL: both. TRANSITIVE: against every earlier version, not the last
 * alone.
 */
public enum CompatibilityLevel {
  NONE(false, false, false),
  BACKWARD(true, false, false),
  BACKWARD_TRANSITIVE(true, false, true),
  FORWARD(false, true, false),
  FORWARD_TRANSITIVE(false, true, true),
  FULL(true, true, false),
  FULL_TRANSITIVE(true, true, true);

  private final boolean backward;
  private final boolean forward;
  private final boolean transitive;

  CompatibilityLevel(boolean backward, boolean forward, boolean transitive) {
    this.backward = backward;
    this.forward = forward;
    this.transitive = transitive;
  }

  /** Whether readers of the new version have to read data of earlier ones. */
  public boolean backward() {
    return backward;
  }

  /** Whether readers of earlier versions have to read data of the new one. */
  public boolean forward() {
    return forward;
  }

  /** Whether every earlier version counts, not the last alone. */
  public boolean transitive() {
    return transitive;
  }
}
