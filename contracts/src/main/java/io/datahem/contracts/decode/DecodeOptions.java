package io.datahem.contracts.decode;

/**
 * How the events of one stream are decoded.
 *
 * @param lenient false takes what the proto3 JSON mapping allows and nothing else. True takes also
 *     what producers are known to send: booleans in strings in any case, numbers and booleans for
 *     strings, a single value for a list; each is counted per field
 * @param unknown what becomes of fields that the contract does not declare
 * @param wire true when the event is also wanted as protobuf
 */
public record DecodeOptions(boolean lenient, UnknownFields unknown, boolean wire) {

  /** Strict; undeclared fields are kept; rows only. */
  public static final DecodeOptions STRICT = new DecodeOptions(false, UnknownFields.KEEP, false);

  /** What becomes of fields that the contract does not declare. */
  public enum UnknownFields {
    /** They are kept as JSON by path. */
    KEEP,
    /** They are left out, and so are enum values by names that the contract does not have. */
    IGNORE,
    /** They reject the event. */
    REJECT
  }

  /** The same, with protobuf bytes for every event. */
  public DecodeOptions withWire() {
    return new DecodeOptions(lenient, unknown, true);
  }

  /** The same for producers that do not keep to the mapping. */
  public DecodeOptions asLenient() {
    return new DecodeOptions(true, unknown, wire);
  }

  /** The same with other rules for undeclared fields. */
  public DecodeOptions with(UnknownFields rule) {
    return new DecodeOptions(lenient, rule, wire);
  }
}
