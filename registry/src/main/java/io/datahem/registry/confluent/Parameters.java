package io.datahem.registry.confluent;

import io.datahem.registry.http.Call;
import io.datahem.registry.subjects.SubjectException;
import io.datahem.registry.subjects.SubjectName;
import io.datahem.registry.subjects.SubjectProblem;
import java.util.List;
import java.util.function.Predicate;

/** Parameters of paths and queries. */
final class Parameters {
  private static final String ANY_CONTEXT = ":*:";

  static SubjectName subject(Call call) {
    return SubjectName.of(call.path("subject"));
  }

  /** A subject or a whole context. */
  static SubjectName subjectOrContext(Call call) {
    return SubjectName.orContext(call.path("subject"));
  }

  /** A version's number; 0 for the latest. */
  static int version(Call call) {
    String text = call.path("version");
    if (text.equals("latest") || text.equals("-1")) {
      return 0;
    }
    int number = whole(text);
    if (number < 1) {
      throw new SubjectException(
          SubjectProblem.VERSION_INVALID,
          "The specified version '"
              + text.substring(0, Math.min(text.length(), 20))
              + "' is not a valid version id. Allowed values are between [1, 2^31-1] and the"
              + " string \"latest\"");
    }
    return number;
  }

  /** A schema's id. */
  static int id(Call call) {
    int id = whole(call.path("id"));
    if (id < 0) {
      throw new SubjectException(SubjectProblem.NOT_FOUND, "HTTP 404 Not Found");
    }
    return id;
  }

  private static int whole(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Which subjects a prefix means; {@code :*:} is any context. */
  static Predicate<SubjectName> prefix(Call call) {
    String prefix = call.query("subjectPrefix");
    if (prefix == null || prefix.startsWith(ANY_CONTEXT)) {
      String rest = prefix == null ? "" : prefix.substring(ANY_CONTEXT.length());
      return name -> name.name().startsWith(rest);
    }
    if (prefix.isEmpty()) {
      return name -> name.context().equals(SubjectName.DEFAULT_CONTEXT);
    }
    SubjectName start = SubjectName.orContext(prefix);
    return name -> name.context().equals(start.context()) && name.name().startsWith(start.name());
  }

  /** The part of a list that was asked for. */
  static <T> List<T> page(List<T> all, Call call) {
    int from = Math.min(all.size(), Math.max(0, number(call, "offset", 0)));
    int limit = number(call, "limit", -1);
    int to = limit < 1 ? all.size() : (int) Math.min(all.size(), (long) from + limit);
    return all.subList(from, to);
  }

  private static int number(Call call, String name, int byDefault) {
    String text = call.query(name);
    if (text == null) {
      return byDefault;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new SubjectException(
          SubjectProblem.REQUEST_INVALID, "Cannot read '" + name + "', expected a whole number.");
    }
  }

  private Parameters() {}
}
