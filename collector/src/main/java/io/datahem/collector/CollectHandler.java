package io.datahem.collector;

import io.datahem.collector.CollectorSettings.UnknownStreams;
import io.datahem.collector.Lines.Line;
import io.datahem.events.Event;
import io.datahem.events.EventLog;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /v1/streams/{stream}}: read the body, publish its events, answer when the log has
 * them all. The bytes are not looked into: what is not JSON, or nested too deep, is in the log all
 * the same and ends as a dead letter, where its owner can see it. No thread waits for body or log.
 */
final class CollectHandler {
  private static final Logger LOG = LoggerFactory.getLogger(CollectHandler.class);
  private static final Pattern STREAM = Pattern.compile("[a-zA-Z][a-zA-Z0-9._-]{0,199}");

  private final CollectorSettings settings;
  private final EventLog log;
  private final Predicate<String> knownStreams;
  private final CollectorMetrics metrics;
  private final AtomicLong inFlight = new AtomicLong();

  CollectHandler(
      CollectorSettings settings,
      EventLog log,
      Predicate<String> knownStreams,
      CollectorMetrics metrics) {
    this.settings = settings;
    this.log = log;
    this.knownStreams = knownStreams;
    this.metrics = metrics;
    metrics.watch(inFlight);
  }

  void handle(String name, Request request, Response response, Callback callback) {
    BodyReader reader = new BodyReader(request, settings, inFlight);
    Callback answered = Callback.from(callback, reader::release);
    // Once the body is there the log has the floor, and it answers in a time of its own.
    request.addIdleTimeoutListener(timeout -> !reader.isDone());
    try {
      check(name, request);
    } catch (RefusedException e) {
      reader.refuse(e);
    }
    var unused =
        reader
            .read()
            .thenApply(body -> publish(name, request, body))
            .thenCompose(publication -> publication.answered().thenApply(nothing -> publication))
            .whenComplete(
                (publication, failure) -> {
                  if (!reader.isAtEnd()) {
                    response.getHeaders().put(HttpHeader.CONNECTION, "close");
                  }
                  if (failure == null) {
                    answer(publication, response, answered);
                  } else {
                    refuse(failure, response, answered);
                  }
                });
  }

  /** What the headers alone tell. */
  private void check(String stream, Request request) {
    if (!STREAM.matcher(stream).matches()) {
      throw new RefusedException(
          CollectorProblem.STREAM_NAME_INVALID,
          "Cannot take the stream's name, expected a letter, then at most 199 letters, digits, '.', '_' or '-'.");
    }
    if (settings.unknownStreams() == UnknownStreams.REJECT && !knownStreams.test(stream)) {
      throw new RefusedException(
          CollectorProblem.STREAM_UNKNOWN,
          "Cannot take events for '" + stream + "': no contract has that name. Push one first.");
    }
    String encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new RefusedException(
          CollectorProblem.CONTENT_ENCODING_UNSUPPORTED,
          "Cannot take that content encoding, expected the body as it is.");
    }
    isNdjson(request);
    RequestAttributes.of(stream, request.getHeaders(), settings.allowedHeaders());
  }

  private static boolean isNdjson(Request request) {
    String contentType = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    String type =
        contentType == null
            ? "application/json"
            : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return switch (type) {
      case "application/x-ndjson", "application/ndjson", "application/jsonl" -> true;
      case "application/json", "text/json" -> false;
      default ->
          throw new RefusedException(
              CollectorProblem.CONTENT_TYPE_UNSUPPORTED,
              "Cannot take that content type, expected application/json (one event) or application/x-ndjson (an event a line).");
    };
  }

  private Publication publish(String stream, Request request, byte[] body) {
    if (Lines.isBlank(body, 0, body.length)) {
      throw new RefusedException(
          CollectorProblem.EVENT_EMPTY, "Cannot take an empty body, expected an event as JSON.");
    }
    RequestAttributes attributes =
        RequestAttributes.of(stream, request.getHeaders(), settings.allowedHeaders());
    Publication publication = new Publication(attributes.hasCallersId());
    if (isNdjson(request)) {
      for (Line line : Lines.of(body, settings.maxLines())) {
        publication.publish(
            log, line.number(), new Event(line.data(), attributes.ofLine(line.number())));
      }
    } else {
      publication.publish(log, 1, new Event(body, attributes.ofSingle()));
    }
    metrics.received(body.length);
    return publication;
  }

  private void answer(Publication publication, Response response, Callback callback) {
    metrics.accepted(publication.accepted());
    CollectorProblem problem = publication.problem();
    if (problem == null) {
      Answers.json(response, callback, HttpStatus.ACCEPTED_202, publication.success());
    } else {
      metrics.refused(problem);
      Answers.refuse(response, callback, problem, publication.failure(problem));
    }
  }

  private void refuse(Throwable failure, Response response, Callback callback) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof RefusedException refused) {
      metrics.refused(refused.problem());
      Answers.refuse(response, callback, refused.problem(), String.valueOf(refused.getMessage()));
    } else {
      LOG.error("Cannot answer a request for collection", cause);
      metrics.refused(CollectorProblem.INTERNAL_ERROR);
      Answers.refuse(
          response,
          callback,
          CollectorProblem.INTERNAL_ERROR,
          "Something is wrong here. Try again with the same id.");
    }
  }
}
