package io.datahem.registry.http;

import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * An answer.
 *
 * @param status the HTTP status
 * @param type its content type
 * @param body written as JSON, a {@link Text} as it is; null for none
 */
public record Answer(int status, String type, @Nullable Object body) {
  private static final String JSON = "application/json";

  /** A body that is no JSON value. */
  public record Text(String text) {}

  /** What was asked for. */
  public static Answer ok(Object body) {
    return new Answer(HttpStatus.OK_200, JSON, body);
  }

  /** Nothing to say. */
  public static Answer nothing() {
    return new Answer(HttpStatus.NO_CONTENT_204, JSON, null);
  }

  /** JSON of any status. */
  public static Answer of(int status, Object body) {
    return new Answer(status, JSON, body);
  }
}
