package io.datahem.contracts.compile;

/** What becomes of the comments and positions that the compiler writes beside descriptors. */
enum SourceInfo {
  /** They are part of the files' descriptors. */
  KEPT,
  /** {@link Places} alone knows them, and reads those of a file when it is first asked. */
  ASIDE,
  /** The same of positions; comments are none. */
  ASIDE_WITHOUT_COMMENTS
}
