package io.datahem.pipeline.ids;

/** Ids by rising hash, one after the other. */
interface IdCursor {

  /** Goes to the next id, at first to the first. */
  boolean next();

  /** The id's hash. */
  long hash();

  /** Its {@link IdPlace}. */
  long place();
}
