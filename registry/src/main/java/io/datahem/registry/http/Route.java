package io.datahem.registry.http;

import java.util.List;

/**
 * A method and a path with what answers them.
 *
 * @param method the HTTP method
 * @param template the path, its parameters in braces: {@code /subjects/{subject}/versions}
 * @param endpoint what answers
 */
public record Route(String method, String template, Endpoint endpoint) {

  List<String> segments() {
    return Paths.segments(template);
  }
}
