package io.datahem.contracts.options;

import io.datahem.contracts.decode.DecodeOptions;
import io.datahem.contracts.decode.DecodeOptions.UnknownFields;
import io.datahem.contracts.rules.RuleMode;

/**
 * What a message says of how its stream's events are taken.
 *
 * @param rules what becomes of an event that breaks a validation rule
 * @param lenient true when what producers are known to send is taken too, and counted
 * @param unknown what becomes of undeclared fields
 * @param typedStream true when the events are published as protobuf, too
 * @param changes true when an event is the envelope of a change, and the message its image
 * @param duplicateHours for how many hours a retry is known by its id; 0 when the platform says it
 */
public record EventOptions(
    RuleMode rules,
    boolean lenient,
    UnknownFields unknown,
    boolean typedStream,
    boolean changes,
    int duplicateHours) {

  /** What holds for a message that says nothing. */
  public static final EventOptions DEFAULT =
      new EventOptions(RuleMode.OBSERVE, false, UnknownFields.KEEP, false, false, 0);

  /** How such events are decoded. */
  public DecodeOptions decoding() {
    return new DecodeOptions(lenient, unknown, typedStream);
  }
}
