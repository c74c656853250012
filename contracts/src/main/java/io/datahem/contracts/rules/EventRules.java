package io.datahem.contracts.rules;

import com.google.protobuf.Descriptors.Descriptor;
import java.util.List;
import java.util.Optional;

/**
 * The validation rules of one message and all it holds. The common ones are compiled into a walk
 * over the event's protobuf bytes; a message that has any others (expressions, well-known types,
 * rare formats) is checked by protovalidate itself, at the cost of a parsed message per event.
 * Thread-safe.
 */
public interface EventRules {

  /** How many violations of one event are told apart; there may be more. */
  int MAX_VIOLATIONS = 100;

  /**
   * What an event breaks.
   *
   * @param wire holds the event as protobuf from its start
   * @param size how many bytes it has
   * @return empty when it breaks nothing
   */
  List<Violation> check(byte[] wire, int size);

  /**
   * The rules of a message; empty when it has none.
   *
   * @throws IllegalArgumentException when a rule cannot be compiled: of another type than its
   *     field, or an expression that is none
   */
  static Optional<EventRules> compile(Descriptor message) {
    RuleCompiler compiler = new RuleCompiler();
    Optional<MessageRules> rules = compiler.compile(message);
    if (compiler.needsProtovalidate()) {
      return Optional.of(ParsedRules.compile(message));
    }
    return rules.map(WireRules::new);
  }
}
