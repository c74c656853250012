package io.datahem.app.torture;

import java.util.BitSet;

/**
 * Some events that a sender sends in one request, under one idempotency key: all of them are
 * acknowledged, or the request is repeated.
 *
 * @param stream the stream
 * @param sender who sends it
 * @param number its number among the sender's
 * @param level the level of the contract its events carry
 * @param mustBeRows true when nothing excuses a dead letter for a good event
 * @param bad the lines (from 0) that can only be dead letters
 * @param lines how many events
 */
record Batch(
    String stream, int sender, int number, int level, boolean mustBeRows, BitSet bad, int lines) {
  static final int MAX_LINES = 100;
  static final int MAX_BATCHES = 1_000_000;

  String key() {
    return "t-" + sender + "-" + number;
  }

  /** The number that an event carries in its payload, unique in the run. */
  long n(int line) {
    return ((long) sender * MAX_BATCHES + number) * MAX_LINES + line;
  }

  String body() {
    StringBuilder body = new StringBuilder();
    for (int line = 0; line < lines; line++) {
      if (bad.get(line)) {
        body.append("{\"n\":\"no number\"}\n");
        continue;
      }
      long n = n(line);
      StringBuilder extras = new StringBuilder();
      for (int extra = 1; extra <= level; extra++) {
        extras.append(",\"extra_").append(extra).append("\":").append(n + extra);
      }
      body.append("{\"n\":").append(n).append(",\"level\":").append(level).append(extras);
      String place = "{\"name\":\"somewhere\"" + extras + "}";
      body.append(",\"place\":").append(place);
      body.append(",\"stops\":[").append(place).append("],\"named\":{\"x\":").append(place);
      body.append("}}\n");
    }
    return body.toString();
  }
}
