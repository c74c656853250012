package io.datahem.contracts.decode;

import com.google.protobuf.Descriptors.Descriptor;
import io.datahem.contracts.Contract;
import io.datahem.contracts.table.SystemColumns;
import io.datahem.contracts.table.TablePlans;

/** Compiles contracts into decoders. */
public final class EventDecoders {

  /**
   * The decoder of one contract version, whose rows fit the contract's {@link TablePlans#of table
   * plan}. Strict or lenient as the contract says.
   */
  public static EventDecoder compile(Contract contract) {
    return compile(contract, contract.options().events().decoding());
  }

  /** The same by other options; its validation rules are the contract's in any case. */
  public static EventDecoder compile(Contract contract, DecodeOptions options) {
    return new JsonEventDecoder(
        new PlanCompiler().contract(contract.descriptor(), SystemColumns.ALL.size()),
        options,
        RuleCheck.of(contract));
  }

  /**
   * A decoder from JSON to protobuf of any message, whose rows are empty: options that make columns
   * do not count.
   */
  public static EventDecoder toWire(Descriptor message, DecodeOptions options) {
    return new JsonEventDecoder(new PlanCompiler().wire(message), options.withWire(), null);
  }

  private EventDecoders() {}
}
