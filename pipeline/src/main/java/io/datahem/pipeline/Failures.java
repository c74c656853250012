package io.datahem.pipeline;

import io.datahem.pipeline.DeadLetterTable.Failure;

/** The pipeline's own reasons for dead letters. The decoder's are {@code Decoding.Code}. */
final class Failures {

  /** No live contract has the stream's name. */
  static final String CONTRACT_UNKNOWN = "CONTRACT_UNKNOWN";

  /** The event names no stream at all. */
  static final String STREAM_MISSING = "STREAM_MISSING";

  /** A row that the table's writer refused. */
  static final String ROW_UNWRITABLE = "ROW_UNWRITABLE";

  /** The live contract cannot be read; the version before it is not known here. */
  static final String CONTRACT_UNREADABLE = "CONTRACT_UNREADABLE";

  static Failure contractUnknown(String stream) {
    return stream.isEmpty()
        ? new Failure(
            STREAM_MISSING,
            "",
            "Cannot decode an event that names no stream, expected attribute 'source' or 'topic'",
            null)
        : new Failure(
            CONTRACT_UNKNOWN,
            "",
            "Cannot decode stream '"
                + stream
                + "': no contract has that name. Push one, then retry the dead letter.",
            null);
  }

  static Failure unwritable() {
    return new Failure(
        ROW_UNWRITABLE,
        "",
        "Cannot write the row: the table's writer refused it. The log of the job says why.",
        null);
  }

  private Failures() {}
}
