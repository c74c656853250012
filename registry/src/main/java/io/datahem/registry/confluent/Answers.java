package io.datahem.registry.confluent;

import io.datahem.registry.http.Answer;
import io.datahem.registry.http.Router;
import io.datahem.registry.subjects.SubjectProblem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;

/** Answers of the one content type, whatever a client says that it accepts. */
public final class Answers implements Router.Unrouted {
  static final String TYPE = "application/vnd.schemaregistry.v1+json";

  static Answer ok(Object body) {
    return new Answer(HttpStatus.OK_200, TYPE, body);
  }

  /** A refusal; older clients read these two members and stumble over others. */
  public static Answer problem(SubjectProblem problem, String message) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error_code", problem.code());
    body.put("message", message);
    return new Answer(problem.status(), TYPE, body);
  }

  @Override
  public Answer unknown(String path) {
    return problem(SubjectProblem.NOT_FOUND, "HTTP 404 Not Found");
  }

  @Override
  public Answer methodNotAllowed(String method, String path, String allowed) {
    return problem(
        SubjectProblem.METHOD_NOT_ALLOWED, "HTTP 405 Method Not Allowed: expected " + allowed);
  }

  @Override
  public Answer unreadable(String path) {
    return problem(
        SubjectProblem.REQUEST_INVALID, "Cannot read the path, expected it URL-encoded.");
  }
}
