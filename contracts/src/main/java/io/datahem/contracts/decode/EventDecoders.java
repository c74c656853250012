package io.datahem.contracts.decode;

import com.google.protobuf.Descriptors.Descriptor;
import io.datahem.contracts.Contract;
import io.datahem.contracts.table.SystemColumns;
import io.datahem.contracts.table.TablePlans;

/** Compiles contracts into decoders. */
public final class EventDecoders {

  /**
   * The decoder of one contract version, whose rows fit the contract's {@link TablePlans#of table
   * plan}. Strict, and without protobuf bytes.
   */
  public static EventDecoder compile(Contract contract) {
    return compile(contract, DecodeOptions.STRICT);
  }

  /** The same by other options. */
  public static EventDecoder compile(Contract contract, DecodeOptions options) {
    return new JsonEventDecoder(
        new PlanCompiler().contract(contract.descriptor(), SystemColumns.ALL.size()), options);
  }

  /**
   * A decoder from JSON to protobuf of any message, whose rows are empty: options that make columns
   * do not count.
   */
  public static EventDecoder toWire(Descriptor message, DecodeOptions options) {
    return new JsonEventDecoder(new PlanCompiler().wire(message), options.withWire());
  }

  private EventDecoders() {}
}
