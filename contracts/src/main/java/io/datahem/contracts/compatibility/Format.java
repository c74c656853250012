package io.datahem.contracts.compatibility;

/** How data gets from a writer to a reader. */
public enum Format {
  /** Protobuf's binary encoding. */
  WIRE,
  /** JSON, to a reader that passes over members and enum values it does not know. */
  JSON,
  /** JSON, to a reader that refuses what it does not know. */
  JSON_STRICT,
  /** The stream's table: its old rows and its queries. */
  TABLE
}
