package io.datahem.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An operation of the OpenAPI document.
 *
 * @param path a template
 * @param described what the document says of it
 */
record Operation(String method, String path, JsonNode described) {

  static List<Operation> all(JsonNode document) {
    List<Operation> operations = new ArrayList<>();
    document
        .path("paths")
        .fields()
        .forEachRemaining(
            path ->
                path.getValue()
                    .fields()
                    .forEachRemaining(
                        one ->
                            operations.add(
                                new Operation(
                                    one.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    one.getValue()))));
    return operations;
  }

  /** Whether a request is one of it. */
  boolean takes(String requestMethod, String requestPath) {
    String[] template = path.split("/", -1);
    String[] segments = requestPath.split("/", -1);
    boolean same = method.equals(requestMethod) && template.length == segments.length;
    for (int i = 0; same && i < template.length; i++) {
      same = template[i].startsWith("{") || template[i].equals(segments[i]);
    }
    return same;
  }

  /** What it says of a status; what it says of all others is of refusals alone. */
  JsonNode answer(int status) {
    JsonNode responses = described.path("responses");
    JsonNode own = responses.path(String.valueOf(status));
    return own.isMissingNode() && status >= 400 ? responses.path("default") : own;
  }

  /** The body it takes, by content type. */
  JsonNode body() {
    return described.path("requestBody").path("content");
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
