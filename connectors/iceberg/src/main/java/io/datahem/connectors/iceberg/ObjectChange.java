package io.datahem.connectors.iceberg;

/**
 * Which object a row is of, and where the row stands among the others of it. One serves row after
 * row; not thread-safe.
 */
final class ObjectChange {
  /** 128 bits of a cryptographic hash of the key. */
  long high;

  long low;

  /** When it happened, microseconds; that of its collection when nothing says it. */
  long happened;

  long collected;
  long offset;
  int partition;
  boolean deleted;
}
