package io.datahem.connectors.kafka;

/**
 * Which events a spool file holds.
 *
 * @param partition the log partition that they came from
 * @param end one past the offset of the last
 */
record SpoolRange(int partition, long end) {

  /** Reads what {@link #text} wrote. */
  static SpoolRange of(String text) {
    int colon = text.indexOf(':');
    return new SpoolRange(
        Integer.parseInt(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
  }

  String text() {
    return partition + ":" + end;
  }
}
