package io.datahem.pipeline;

import io.datahem.contracts.decode.Rfc3339;
import io.datahem.events.Utf8Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;

/**
 * Reads when events were collected. Thousands are of the same second, so that of the event before
 * is looked at first. Not thread-safe.
 */
final class CollectionTimes {
  /** Of {@code 2026-01-31T12:00:00}. */
  private static final int SECOND_CHARS = 19;

  private static final int MAX_NANO_DIGITS = 9;
  private static final int NONE = -1;

  /** A time in UTC that was read before; empty when there is none. */
  private byte[] latest = {};

  private long latestSecond;

  /**
   * The time that a text says.
   *
   * @param text as RFC 3339 has it, or as {@link Instant#parse} takes it
   * @return the epoch when the text is no time
   */
  Instant read(Utf8Text text) {
    byte[] bytes = text.bytes();
    int nanos = nanos(bytes);
    if (nanos != NONE && isOfLatestSecond(bytes)) {
      return Instant.ofEpochSecond(latestSecond, nanos);
    }
    // As nearly all are written, at a tenth of what a formatter costs.
    Instant usual = bytes.length == 0 ? Instant.EPOCH : Rfc3339.parse(text.toString());
    if (usual == null) {
      return parse(text.toString());
    }
    if (nanos != NONE) {
      latest = bytes;
      latestSecond = usual.getEpochSecond();
    }
    return usual;
  }

  private boolean isOfLatestSecond(byte[] text) {
    return latest.length > SECOND_CHARS
        && Arrays.equals(text, 0, SECOND_CHARS, latest, 0, SECOND_CHARS);
  }

  private static Instant parse(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  /** What stands behind the second in UTC; {@link #NONE} when something else does. */
  private static int nanos(byte[] text) {
    int end = text.length - 1;
    if (end < SECOND_CHARS || text[end] != 'Z') {
      return NONE;
    }
    if (end == SECOND_CHARS) {
      return 0;
    }
    int digits = end - SECOND_CHARS - 1;
    if (text[SECOND_CHARS] != '.' || digits == 0 || digits > MAX_NANO_DIGITS) {
      return NONE;
    }
    int nanos = 0;
    for (int i = end - digits; i < end; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return NONE;
      }
      nanos = nanos * 10 + digit;
    }
    for (int i = digits; i < MAX_NANO_DIGITS; i++) {
      nanos *= 10;
    }
    return nanos;
  }
}
