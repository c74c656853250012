package io.datahem.contracts.rules;

/**
 * How many members a list or map must have.
 *
 * @param least at least so many
 * @param most at most so many
 * @param leastId the id of the rule that asks for the least
 * @param mostId the id of the rule that asks for the most
 * @param required true when it may not be empty
 * @param ignoreEmpty true when an empty one keeps every other rule
 */
record Sizes(
    long least, long most, String leastId, String mostId, boolean required, boolean ignoreEmpty) {

  /** Checks a number of members; false when no other rule counts. */
  boolean check(int count, Violations found) {
    if (count == 0 && required) {
      found.add(FieldRule.REQUIRED);
      return false;
    }
    if (count == 0 && ignoreEmpty) {
      return false;
    }
    if (count < least) {
      found.add(leastId);
    }
    if (Long.compareUnsigned(count, most) > 0) {
      found.add(mostId);
    }
    return true;
  }
}
