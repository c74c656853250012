package io.datahem.contracts.rules;

/** What becomes of an event that breaks a validation rule. */
public enum RuleMode {
  /** Nothing: rules are not checked. */
  OFF,
  /** It is a row, which says which rules it breaks; they are counted. */
  OBSERVE,
  /** It is a dead letter. */
  REJECT
}
