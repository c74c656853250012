package io.datahem.contracts.infer;

import com.fasterxml.jackson.core.JsonParser;
import io.datahem.contracts.infer.InferenceException.Code;

/** What is left of the limits while samples are read. Not thread-safe. */
final class SampleBudget {
  private final InferenceLimits limits;
  private int fields;

  SampleBudget(InferenceLimits limits) {
    this.limits = limits;
  }

  InferenceLimits limits() {
    return limits;
  }

  /** False when no place for another field is left; an event's own fields have theirs. */
  boolean takeField() {
    if (fields >= limits.maxFields()) {
      return false;
    }
    fields++;
    return true;
  }

  /** An event cannot be a map, nor JSON as a whole. */
  void refuseWideEvent(Place place, JsonParser in) {
    if (place.depth() == 0) {
      throw new InferenceException(
          Code.LIMIT_EXCEEDED,
          "Cannot infer a contract at "
              + where(in)
              + ": the events have more than "
              + limits.maxFieldsPerObject()
              + " distinct keys, expected fewer. When the keys are data, send them under a name.");
    }
  }

  /** A text without half characters, which the decoder would reject. */
  String whole(String text, JsonParser in) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw new InferenceException(
              Code.INPUT_NOT_JSON,
              "Cannot read the events at "
                  + where(in)
                  + ": a lone surrogate, expected Unicode text.");
        }
        i++;
      }
    }
    return text;
  }

  static String where(JsonParser in) {
    var at = in.currentTokenLocation();
    return "line " + at.getLineNr() + ", column " + at.getColumnNr();
  }
}
