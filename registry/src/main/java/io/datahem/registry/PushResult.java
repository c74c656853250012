package io.datahem.registry;

import io.datahem.contracts.Finding;
import java.util.List;

/**
 * What became of a push.
 *
 * @param verdict whether it is live
 * @param generation the registry's generation afterwards
 * @param streams every stream of the pushed files
 * @param findings every problem
 */
public record PushResult(
    Verdict verdict, long generation, List<Stream> streams, List<Finding> findings) {

  /** Whether a push is live. */
  public enum Verdict {
    /** All of it is live (or would be, in a dry run). */
    ACCEPTED,
    /** Nothing is: a contract cannot be compiled or says something that cannot be. */
    INVALID,
    /** Nothing is: a reader would break. */
    BREAKING
  }

  /**
   * A stream of the pushed files.
   *
   * @param status {@code created}, {@code updated} or {@code unchanged}
   */
  public record Stream(String stream, String message, int version, String status, String table) {}

  public PushResult {
    streams = List.copyOf(streams);
    findings = List.copyOf(findings);
  }
}
