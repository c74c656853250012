package io.datahem.contracts.compatibility;

import io.datahem.contracts.Contract;
import io.datahem.contracts.Finding;
import io.datahem.contracts.Place;
import io.datahem.contracts.compile.Places;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a contract's next version keeps every reader whole: of its older data, of its new data,
 * and of its table.
 */
public final class CompatibilityCheck {

  /** Every rule, for the documentation. */
  public static List<Rule<?>> rules() {
    List<Rule<?>> rules = new ArrayList<>(FieldRules.TYPE);
    rules.addAll(FieldRules.REST);
    rules.add(FieldRules.FIELD_RENUMBERED);
    rules.addAll(MessageRules.ALL);
    rules.add(MessageRules.MESSAGE_REMOVED);
    rules.addAll(EnumRules.ALL);
    rules.addAll(Tombstones.ALL);
    rules.addAll(ColumnRules.ALL);
    rules.addAll(StreamRules.ALL);
    return rules;
  }

  /** Every break of a rule by a stream's second version, at its place in the new source. */
  public static List<Finding> check(Contract before, Contract after) {
    return check(List.of(before), after);
  }

  /**
   * Every break, at its place in the new source, by the level of streams that set none: whole both
   * ways against every version, but what fields hold may grow (a wider integer, one more enum
   * value, a looser validation).
   *
   * @param versions the stream's earlier versions, oldest first; at least one
   */
  public static List<Finding> check(List<Contract> versions, Contract after) {
    return check(Policy.DEFAULT_OF_STREAMS, versions, after);
  }

  /**
   * Every break of a level, at its place in the new source. The table is compared with every
   * version at every level but NONE: it has all their columns.
   *
   * @param versions the stream's earlier versions, oldest first; at least one
   */
  public static List<Finding> check(
      CompatibilityLevel level, List<Contract> versions, Contract after) {
    return check(Policy.ofStream(level), versions, after);
  }

  private static List<Finding> check(Policy policy, List<Contract> versions, Contract after) {
    if (policy.level() == CompatibilityLevel.NONE) {
      return List.of();
    }
    Verdict verdict = new Verdict();
    stream(policy, versions.get(versions.size() - 1), after, verdict);
    for (int i = versions.size() - 1; i >= oldest(policy.level(), versions.size()); i--) {
      new SchemaWalk(policy, verdict).compare(versions.get(i).descriptor(), after.descriptor());
    }
    if (!policy.level().transitive()) {
      Tombstones.check(
          policy,
          versions.stream().map(version -> version.descriptor().getFile()).toList(),
          after.descriptor().getFile(),
          verdict);
    }
    List<Finding> findings = new ArrayList<>(verdict.findings());
    Set<Place> said = new HashSet<>();
    findings.forEach(finding -> said.add(place(finding)));
    ColumnHistory.check(versions, after).stream()
        .filter(finding -> said.add(place(finding)))
        .forEach(findings::add);
    return List.copyOf(findings);
  }

  private static void stream(Policy policy, Contract before, Contract after, Verdict verdict) {
    for (Rule<Contract> rule : StreamRules.ALL) {
      rule.broken(before, after)
          .ifPresent(
              broken ->
                  verdict.add(
                      policy,
                      rule,
                      broken,
                      new Verdict.Elements(
                          before.descriptor(),
                          after.descriptor(),
                          before.messageName(),
                          after.messageName()),
                      new Verdict.Event(after.messageName(), (example, whom) -> example)));
    }
  }

  /** The first version that a level compares with, as an index. */
  static int oldest(CompatibilityLevel level, int versions) {
    return level.transitive() ? 0 : versions - 1;
  }

  /**
   * Streams that are gone, or of another message than they were.
   *
   * @param before the full names of the messages that streams have, by stream
   */
  public static List<Finding> streams(Map<String, String> before, List<Contract> after) {
    Map<String, Contract> present = new HashMap<>();
    after.forEach(contract -> present.put(contract.stream(), contract));
    List<Finding> findings = new ArrayList<>();
    before.forEach(
        (stream, message) -> {
          Contract now = present.get(stream);
          if (now == null) {
            findings.add(removed(stream, message));
          } else if (!now.messageName().equals(message)) {
            findings.add(taken(stream, message, now));
          }
        });
    return findings;
  }

  private static Finding removed(String stream, String message) {
    return Finding.error(
        "STREAM_REMOVED",
        Place.NONE,
        "Cannot remove stream '" + stream + "' (" + message + "): it has producers and readers.",
        "Keep its message and name in the file.");
  }

  private static Finding taken(String stream, String message, Contract now) {
    return Finding.error(
        "STREAM_COLLISION",
        Places.of(now.descriptor()),
        "Cannot give stream '" + stream + "' to " + now.messageName() + ": " + message + " has it.",
        "Name another in option (datahem.stream).name.");
  }

  private static Place place(Finding finding) {
    return new Place(finding.file(), finding.line(), finding.column());
  }

  private CompatibilityCheck() {}
}
