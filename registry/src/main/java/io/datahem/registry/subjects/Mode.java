package io.datahem.registry.subjects;

/** What may be done with a subject, by the names that schema registries use. */
public enum Mode {
  READWRITE,
  READONLY,
  /** As READONLY, and no subject's own mode counts against it. */
  READONLY_OVERRIDE,
  /** Schemas come from another registry, with ids and versions of their own. */
  IMPORT,
  FORWARD;

  boolean isReadOnly() {
    return this == READONLY || this == READONLY_OVERRIDE || this == FORWARD;
  }
}
