package io.datahem.registry.store;

/**
 * A schema as a version of a subject.
 *
 * @param version from 1
 * @param owner who may write the subject
 * @param createdMillis when it was registered, milliseconds since 1970
 */
public record SubjectVersion(
    String subject, int version, int schemaId, State state, Owner owner, long createdMillis) {

  /** Whether it can be seen. The names of the constants are stored. */
  public enum State {
    LIVE,
    /** Deleted, and shown to who asks for deleted ones. */
    DELETED,
    /** Gone; the row says so to other instances. */
    PURGED
  }

  /** Who wrote it. The names of the constants are stored. */
  public enum Owner {
    /** A client of the subjects' API. */
    CLIENT,
    /** A push of contracts: clients read it and do not write it. */
    CONTRACT
  }

  /** The same in another state. */
  public SubjectVersion in(State other) {
    return new SubjectVersion(subject, version, schemaId, other, owner, createdMillis);
  }
}
