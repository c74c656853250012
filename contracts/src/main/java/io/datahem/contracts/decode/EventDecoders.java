package io.datahem.contracts.decode;

import com.google.protobuf.Descriptors.Descriptor;
import io.datahem.contracts.Contract;
import io.datahem.contracts.table.SystemColumns;
import io.datahem.contracts.table.TablePlans;
import java.util.HashSet;
import java.util.Set;

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
    boolean changes = contract.options().events().changes();
    int systemColumns = SystemColumns.of(changes).size();
    JsonEventDecoder decoder =
        new JsonEventDecoder(
            new PlanCompiler().contract(contract.descriptor(), contract.others(), systemColumns),
            options,
            RuleCheck.of(contract));
    return changes ? new ChangeEventDecoder(decoder, keys(contract), systemColumns) : decoder;
  }

  /** The top-level fields that a contract's key lies in, by all their names. */
  private static Set<String> keys(Contract contract) {
    Set<String> names = new HashSet<>();
    for (String path : contract.options().keys()) {
      String field = path.split("\\.", 2)[0];
      names.add(field);
      names.add(contract.descriptor().findFieldByName(field).getJsonName());
    }
    return names;
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
