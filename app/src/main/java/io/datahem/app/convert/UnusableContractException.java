package io.datahem.app.convert;

import io.datahem.contracts.Finding;
import java.util.List;

/** There is no contract to convert by. */
public final class UnusableContractException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Finding> findings;

  UnusableContractException(String message) {
    this(message, List.of());
  }

  UnusableContractException(String message, List<Finding> findings) {
    super(message);
    this.findings = List.copyOf(findings);
  }

  /** What is wrong with the contract itself, may be empty. */
  public List<Finding> findings() {
    return findings;
  }
}
