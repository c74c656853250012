package io.datahem.contracts.lint;

import io.datahem.contracts.Finding;
import io.datahem.contracts.Place;
import java.time.LocalDate;

/**
 * A comment that allows what a rule says: {@code // datahem:allow RULE reason until 2027-01-31}.
 *
 * @param place where the comment stands
 * @param rule the code of what it allows
 * @param reason why, in the words of who wrote it
 * @param until the last day that it holds
 * @param firstLine the first line that it is about, from 1
 * @param lastLine the last one
 */
record Waiver(
    Place place, String rule, String reason, LocalDate until, int firstLine, int lastLine) {

  boolean isOver(LocalDate today) {
    return today.isAfter(until);
  }

  boolean covers(Finding finding) {
    boolean ofFile = finding.line() == 0 && firstLine <= 1;
    return finding.code().equals(rule)
        && finding.file().equals(place.file())
        && (ofFile || (finding.line() >= firstLine && finding.line() <= lastLine));
  }
}
