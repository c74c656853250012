package io.datahem.app.convert;

/** What an event is converted to. */
public enum OutputKind {
  /** A JSON object of the table's columns, without those that the platform fills. */
  ROW,
  /** Protobuf's wire format in base64. */
  PROTOBUF,
  /** The proto3 JSON mapping in its canonical form: defaults and undeclared fields left out. */
  JSON
}
