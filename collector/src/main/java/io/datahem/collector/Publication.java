package io.datahem.collector;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datahem.events.Attributes;
import io.datahem.events.Event;
import io.datahem.events.EventLog;
import io.datahem.events.LogException;
import io.datahem.events.LogPosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The events of one request on their way into the log, and what became of each. */
final class Publication {

  /** One event of the request. */
  private record Sent(int line, String id, CompletableFuture<LogPosition> published) {}

  private final List<Sent> sent = new ArrayList<>();
  private final boolean callersIds;

  /**
   * A request's events.
   *
   * @param callersIds whether the caller chose their ids, so that it can send the same again
   */
  Publication(boolean callersIds) {
    this.callersIds = callersIds;
  }

  void publish(EventLog log, int line, Event event) {
    sent.add(new Sent(line, event.attribute(Attributes.UUID), log.publish(event)));
  }

  /** Completes, always normally, when the log has answered for every event. */
  CompletableFuture<Void> answered() {
    return CompletableFuture.allOf(
        sent.stream()
            .map(one -> one.published.handle((position, failure) -> position))
            .toArray(CompletableFuture[]::new));
  }

  /**
   * The first problem, one that passes before one that stays: as long as anything is left that can
   * go well, the caller is to send again. Null when every event is in the log.
   */
  @Nullable CollectorProblem problem() {
    return sent.stream()
        .map(Publication::problem)
        .filter(problem -> problem != null)
        .min(Comparator.comparing(problem -> !problem.isTemporary()))
        .orElse(null);
  }

  int accepted() {
    return (int) sent.stream().filter(one -> problem(one) == null).count();
  }

  ObjectNode success() {
    ObjectNode body = Answers.JSON.createObjectNode().put("accepted", sent.size());
    ArrayNode ids = body.putArray("ids");
    sent.forEach(one -> ids.add(one.id));
    return body;
  }

  /** Says of every line whether it is in the log, and what to do about those that are not. */
  ObjectNode failure(CollectorProblem problem) {
    ObjectNode body =
        Answers.body(
            problem,
            "Cannot keep "
                + (sent.size() - accepted())
                + " of "
                + sent.size()
                + " events. "
                + advice(problem));
    body.put("accepted", accepted());
    ArrayNode results = body.putArray("results");
    for (Sent one : sent) {
      CollectorProblem own = problem(one);
      ObjectNode result = results.addObject().put("line", one.line).put("id", one.id);
      result.put("status", own == null ? "accepted" : "failed");
      if (own != null) {
        result.put("code", own.name());
      }
    }
    return body;
  }

  /** Ids of a caller's key go by line number, so only the whole request has the same ones again. */
  private String advice(CollectorProblem problem) {
    if (!problem.isTemporary()) {
      return "The log will never take those, expected smaller ones.";
    }
    return callersIds
        ? "Send the whole request again with the same Idempotency-Key: what is in the log already counts once."
        : "Send those that failed again; with an Idempotency-Key the whole request could be repeated safely.";
  }

  private static @Nullable CollectorProblem problem(Sent one) {
    if (!one.published.isCompletedExceptionally()) {
      return null;
    }
    Throwable failure = one.published.handle((position, why) -> why).join();
    Throwable cause =
        failure.getCause() == null || failure instanceof LogException
            ? failure
            : failure.getCause();
    return cause instanceof LogException known
        ? CollectorProblem.valueOf(known.reason().name())
        : CollectorProblem.LOG_UNAVAILABLE;
  }
}
