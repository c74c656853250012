package io.datahem.contracts.decode;

import io.datahem.contracts.Contract;
import io.datahem.contracts.decode.Decoding.Code;
import io.datahem.contracts.decode.Decoding.Rejected;
import io.datahem.contracts.rules.EventRules;
import io.datahem.contracts.rules.RuleMode;
import io.datahem.contracts.rules.Violation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The validation rules of a contract, in its mode. Thread-safe. */
final class RuleCheck {
  private static final Logger LOG = LoggerFactory.getLogger(RuleCheck.class);

  private final EventRules rules;
  private final boolean rejects;

  private RuleCheck(EventRules rules, boolean rejects) {
    this.rules = rules;
    this.rejects = rejects;
  }

  /**
   * The check of a contract, null when it has no rules or does not want them checked.
   *
   * @throws IllegalArgumentException when its rules cannot be compiled and events that break them
   *     are to be rejected
   */
  static @Nullable RuleCheck of(Contract contract) {
    RuleMode mode = contract.options().events().rules();
    if (mode == RuleMode.OFF) {
      return null;
    }
    try {
      Optional<EventRules> rules = EventRules.compile(contract.descriptor());
      return rules.map(found -> new RuleCheck(found, mode == RuleMode.REJECT)).orElse(null);
    } catch (IllegalArgumentException e) {
      if (mode == RuleMode.REJECT) {
        throw e;
      }
      LOG.warn("RULES_INVALID {}. Events are taken without them.", e.getMessage());
      return null;
    }
  }

  List<Violation> violations(WireSink event) {
    return rules.check(event.bytes(), event.size());
  }

  /** Why the event is rejected, null when it is not. What it holds is not shown. */
  @Nullable Rejected rejection(List<Violation> violations) {
    if (!rejects || violations.isEmpty()) {
      return null;
    }
    Violation first = violations.get(0);
    return new Rejected(
        Code.RULE_BROKEN,
        first.path(),
        "a value that breaks it"
            + (violations.size() == 1 ? "" : ", and " + (violations.size() - 1) + " more"),
        "rule " + first.rule() + " to hold",
        0);
  }
}
