package io.datahem.collector;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a collector can be told. All problems are reported at once.
 *
 * @param host the address it listens on
 * @param port the port, 0 for any free one
 * @param maxBodyBytes the largest body
 * @param maxLines how many events one NDJSON body may bring
 * @param maxHeaderBytes how large a request's headers may be
 * @param maxInFlightBytes how many bytes of bodies may be under way at once
 * @param idleSeconds how long a connection may say nothing
 * @param maxBodySeconds how long a body may take to come
 * @param allowedHeaders request headers kept as attributes {@code header.<name>}, lower case
 * @param unknownStreams what becomes of events for streams without a contract
 */
public record CollectorSettings(
    String host,
    int port,
    int maxBodyBytes,
    int maxLines,
    int maxHeaderBytes,
    long maxInFlightBytes,
    int idleSeconds,
    int maxBodySeconds,
    List<String> allowedHeaders,
    UnknownStreams unknownStreams) {

  /** What becomes of events for streams without a contract. */
  public enum UnknownStreams {
    /** They are accepted and end as dead letters, to be retried once the contract is pushed. */
    ACCEPT,
    /** They are refused with 404. */
    REJECT
  }

  public CollectorSettings {
    List<String> problems = new ArrayList<>();
    atLeast(problems, "port", port, 0);
    atLeast(problems, "maxBodyBytes", maxBodyBytes, 1);
    atLeast(problems, "maxLines", maxLines, 1);
    atLeast(problems, "maxHeaderBytes", maxHeaderBytes, 1024);
    atLeast(problems, "maxInFlightBytes", maxInFlightBytes, maxBodyBytes);
    atLeast(problems, "idleSeconds", idleSeconds, 1);
    atLeast(problems, "maxBodySeconds", maxBodySeconds, 1);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    allowedHeaders = allowedHeaders.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }

  /** On loopback, with limits that suit events. */
  public static CollectorSettings onPort(int port) {
    return new CollectorSettings(
        "127.0.0.1",
        port,
        1 << 20,
        10_000,
        16 << 10,
        64L << 20,
        30,
        60,
        List.of("user-agent", "content-type"),
        UnknownStreams.ACCEPT);
  }

  private static void atLeast(List<String> problems, String key, long found, long least) {
    if (found < least) {
      problems.add("collector." + key + ": found " + found + ", expected at least " + least);
    }
  }
}
