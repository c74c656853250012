package io.datahem.registry.http;

/** What answers one route. Called by many threads at once. */
@FunctionalInterface
public interface Endpoint {

  /**
   * Answers a request.
   *
   * @throws RefusedException with the answer to give, when it cannot be as asked
   */
  Answer answer(Call call);
}
