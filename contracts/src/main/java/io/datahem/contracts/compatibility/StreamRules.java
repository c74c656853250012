package io.datahem.contracts.compatibility;

import static io.datahem.contracts.compatibility.Rule.words;

import com.fasterxml.jackson.databind.node.NullNode;
import io.datahem.contracts.Contract;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** The rules of a stream as a whole. */
final class StreamRules {
  static final Rule<Contract> TABLE_RENAMED =
      words(
              "TABLE_RENAMED",
              "Queries of the old table would see nothing new.",
              "Keep the table's name with (datahem.stream).table.")
          .changing(EnumSet.of(Break.FORWARD_TABLE), StreamRules::renamed);

  static final List<Rule<Contract>> ALL = List.of(TABLE_RENAMED);

  private static Optional<Broken> renamed(Contract before, Contract after) {
    String from = before.options().table();
    String to = after.options().table();
    return from.equals(to)
        ? Optional.empty()
        : Optional.of(
            MessageRules.broken(
                "its table changed " + from + " -> " + to,
                EnumSet.of(Break.FORWARD_TABLE),
                NullNode.instance));
  }

  private StreamRules() {}
}
