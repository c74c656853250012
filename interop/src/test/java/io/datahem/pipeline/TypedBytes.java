package io.datahem.pipeline;

import io.datahem.contracts.Contract;
import io.datahem.contracts.decode.DecodeOptions;
import io.datahem.contracts.decode.Decoding.Decoded;
import io.datahem.contracts.decode.EventDecoders;
import io.datahem.events.Event;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** The bytes of a typed stream's record, made by the pipeline's own code. */
public final class TypedBytes {

  /**
   * The record's value for an event.
   *
   * @param schemaId the id of the contract's file in the registry
   */
  public static byte[] of(Contract contract, int schemaId, String json) {
    byte[] data = json.getBytes(StandardCharsets.UTF_8);
    Map<String, String> attributes = Map.of("uuid", "1", "source", contract.stream());
    Decoded decoded =
        (Decoded)
            EventDecoders.compile(contract, DecodeOptions.STRICT.withWire())
                .decode(data, attributes);
    Envelope envelope = Envelope.of(0, 0, new Event(data, attributes), new CollectionTimes());
    return new TypedForm(contract, schemaId)
        .event(envelope, Objects.requireNonNull(decoded.wire()))
        .value();
  }

  private TypedBytes() {}
}
