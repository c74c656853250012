package io.datahem.registry.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Finds the route of a request. Immutable. */
public final class Router {
  private final List<Route> routes;
  private final Unrouted unrouted;
  private final Map<String, List<Candidate>> byStart = new HashMap<>();

  /** What is answered where there is no route. */
  public interface Unrouted {

    /** Nothing is at the path. */
    Answer unknown(String path);

    /** The path takes other methods. */
    Answer methodNotAllowed(String method, String path, String allowed);

    /** The path is no path. */
    Answer unreadable(String path);
  }

  private record Candidate(Route route, List<String> segments) {}

  public Router(List<Route> routes, Unrouted unrouted) {
    this.routes = List.copyOf(routes);
    this.unrouted = unrouted;
    for (Route route : routes) {
      List<String> segments = route.segments();
      byStart
          .computeIfAbsent(start(segments), ignored -> new ArrayList<>())
          .add(new Candidate(route, segments));
    }
  }

  /** Every route, for the documentation. */
  public List<Route> routes() {
    return routes;
  }

  /** Answers a request by its route. */
  public Answer answer(Request request) {
    String path = request.getHttpURI().getPath();
    List<String> segments = Paths.segments(path);
    TreeSet<String> allowed = new TreeSet<>();
    for (Candidate candidate : byStart.getOrDefault(start(segments), List.of())) {
      if (!matches(candidate.segments, segments)) {
        continue;
      }
      if (!candidate.route.method().equals(request.getMethod())) {
        allowed.add(candidate.route.method());
        continue;
      }
      Map<String, String> parameters = parameters(candidate.segments, segments);
      return parameters == null
          ? unrouted.unreadable(path)
          : candidate.route.endpoint().answer(new Call(request, parameters));
    }
    return allowed.isEmpty()
        ? unrouted.unknown(path)
        : unrouted.methodNotAllowed(request.getMethod(), path, String.join(", ", allowed));
  }

  private static String start(List<String> segments) {
    return segments.isEmpty() ? "" : segments.get(0) + "/" + segments.size();
  }

  private static boolean matches(List<String> template, List<String> path) {
    for (int i = 0; i < template.size(); i++) {
      if (!isParameter(template.get(i)) && !template.get(i).equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Map<String, String> parameters(
      List<String> template, List<String> path) {
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < template.size(); i++) {
      String name = template.get(i);
      if (isParameter(name)) {
        String value = Paths.decoded(path.get(i));
        if (value == null) {
          return null;
        }
        parameters.put(name.substring(1, name.length() - 1), value);
      }
    }
    return parameters;
  }

  private static boolean isParameter(String segment) {
    return segment.startsWith("{");
  }
}
