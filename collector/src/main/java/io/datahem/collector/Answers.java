package io.datahem.collector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Writes answers as JSON. */
final class Answers {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final String RETRY_AFTER_SECONDS = "1";

  static void json(Response response, Callback callback, int status, Object body) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    try {
      Content.Sink.write(response, true, JSON.writeValueAsString(body) + "\n", callback);
    } catch (JsonProcessingException e) {
      callback.failed(e);
    }
  }

  static void text(Response response, Callback callback, int status, String type, String text) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    Content.Sink.write(response, true, text, callback);
  }

  static void refuse(
      Response response, Callback callback, CollectorProblem problem, String message) {
    refuse(response, callback, problem, body(problem, message));
  }

  static void refuse(
      Response response, Callback callback, CollectorProblem problem, ObjectNode body) {
    if (problem.isTemporary()) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    json(response, callback, problem.status(), body);
  }

  static ObjectNode body(CollectorProblem problem, String message) {
    return JSON.createObjectNode().put("code", problem.name()).put("message", message);
  }

  private Answers() {}
}
