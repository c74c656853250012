package io.datahem.contracts;

import java.util.List;

/**
 * What a check says.
 *
 * @param findings every problem
 * @param waived what comments in the sources allow
 */
public record CheckReport(List<Finding> findings, List<Waived> waived) {

  /**
   * A finding that a comment allows.
   *
   * @param finding what would be said
   * @param reason why it is allowed, in the words of who wrote the comment
   * @param until the last day, as {@code 2027-01-31}
   */
  public record Waived(Finding finding, String reason, String until) {}

  public CheckReport {
    findings = List.copyOf(findings);
    waived = List.copyOf(waived);
  }

  /** Whether nothing stops a push. */
  public boolean ok() {
    return findings.stream().noneMatch(Finding::isError);
  }
}
