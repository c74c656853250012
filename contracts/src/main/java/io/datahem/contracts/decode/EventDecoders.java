package io.datahem.contracts.decode;

import io.datahem.contracts.Contract;
import io.datahem.contracts.table.TablePlan;
import io.datahem.contracts.table.TablePlans;

/** Compiles contracts into decoders. */
public final class EventDecoders {

  /**
   * The decoder of one contract version, whose rows fit the contract's {@link TablePlans#of table
   * plan}.
   */
  public static EventDecoder compile(Contract contract) {
    TablePlan table = TablePlans.of(contract);
    return new JsonEventDecoder(
        new PlanCompiler().record(contract.descriptor()), table.columns().size());
  }

  private EventDecoders() {}
}
