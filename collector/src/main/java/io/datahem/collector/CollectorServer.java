package io.datahem.collector;

import io.datahem.events.EventLog;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collector's HTTP server: events in, and how the whole does ({@code /healthz}, {@code
 * /readyz}, {@code /metrics}).
 */
public final class CollectorServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CollectorServer.class);
  private static final String STREAMS = "/v1/streams/";
  private static final Set<String> PLACES = Set.of("/healthz", "/readyz", "/metrics");
  private static final Set<String> READS = Set.of("GET", "HEAD");
  private static final int MAX_THREADS = 64;
  private static final long STOP_MILLIS = 3_000;

  /** How long a connection may say nothing while the server stops. */
  private static final long STOP_IDLE_MILLIS = 200;

  private final Server server;
  private final ServerConnector connector;

  private CollectorServer(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * What a collector stands between.
   *
   * @param log where events go
   * @param knownStreams whether a stream has a contract
   * @param notReady why the path from here to the tables is not whole, empty when it is
   * @param parked why streams are not on their newest contract, by their names: it makes nothing
   *     unready, and {@code /readyz} says it
   * @param metrics what {@code /metrics} shows
   */
  public record Surroundings(
      EventLog log,
      Predicate<String> knownStreams,
      Supplier<Optional<String>> notReady,
      Supplier<Map<String, String>> parked,
      PrometheusRegistry metrics) {}

  /** Starts a collector; returns when it serves. */
  public static CollectorServer start(CollectorSettings settings, Surroundings surroundings) {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 4);
    threads.setName("collector");
    Server server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setRequestHeaderSize(settings.maxHeaderBytes());
    http.setSendServerVersion(false);
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(settings.idleSeconds() * 1_000L);
    connector.setShutdownIdleTimeout(STOP_IDLE_MILLIS);
    server.addConnector(connector);
    server.setStopTimeout(STOP_MILLIS);
    // Waits for the requests under way when the server stops.
    server.setHandler(new GracefulHandler(new Routes(settings, surroundings)));
    server.setErrorHandler(CollectorServer::refused);
    try {
      server.start();
    } catch (Exception e) {
      stop(server);
      throw new IllegalStateException(
          (hasBindException(e) ? "PORT_IN_USE" : "COLLECTOR_FAILED")
              + " Cannot serve the collector on "
              + settings.host()
              + ":"
              + settings.port()
              + ": "
              + e.getMessage()
              + ". Free the port, or set collector.port (0 for any free one).",
          e);
    }
    return new CollectorServer(server, connector);
  }

  private static boolean hasBindException(Throwable failure) {
    return failure instanceof BindException || failure.getCause() instanceof BindException;
  }

  /** What the server refuses by itself, or what went wrong in here, is told like all else. */
  private static boolean refused(Request request, Response response, Callback callback) {
    CollectorProblem problem = CollectorProblem.ofStatus(response.getStatus());
    Answers.json(
        response,
        callback,
        response.getStatus(),
        Answers.body(problem, HttpStatus.getMessage(response.getStatus())));
    return true;
  }

  /** The port it serves on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Stops taking requests and answers those under way. */
  @Override
  public void close() {
    stop(server);
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (TimeoutException e) {
      // The log took too long for some. The rest is stopped; those callers were told nothing, and
      // send again.
      LOG.warn("Stopped the collector before every request was answered");
    } catch (Exception e) {
      throw new IllegalStateException("Cannot stop the collector: " + e.getMessage(), e);
    }
  }

  private static final class Routes extends Handler.Abstract {
    private final CollectHandler collect;
    private final Surroundings surroundings;

    Routes(CollectorSettings settings, Surroundings surroundings) {
      this.surroundings = surroundings;
      this.collect =
          new CollectHandler(
              settings,
              surroundings.log(),
              surroundings.knownStreams(),
              new CollectorMetrics(surroundings.metrics()));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      String path = request.getHttpURI().getPath();
      if (path.startsWith(STREAMS) && path.indexOf('/', STREAMS.length()) < 0) {
        if (request.getMethod().equals("POST")) {
          collect.handle(path.substring(STREAMS.length()), request, response, callback);
        } else {
          refuse(
              response,
              callback,
              CollectorProblem.METHOD_NOT_ALLOWED,
              "Cannot " + request.getMethod() + " a stream, expected POST.");
        }
        return true;
      }
      if (PLACES.contains(path) && !READS.contains(request.getMethod())) {
        refuse(
            response,
            callback,
            CollectorProblem.METHOD_NOT_ALLOWED,
            "Cannot " + request.getMethod() + " that, expected GET.");
        return true;
      }
      switch (path) {
        case "/healthz" ->
            Answers.json(response, callback, HttpStatus.OK_200, Map.of("status", "ok"));
        case "/readyz" -> ready(response, callback);
        case "/metrics" -> metrics(response, callback);
        default ->
            refuse(
                response,
                callback,
                CollectorProblem.NOT_FOUND,
                "Nothing is here. Events go to POST /v1/streams/{stream}.");
      }
      return true;
    }

    private void ready(Response response, Callback callback) {
      Optional<String> why = surroundings.notReady().get();
      if (why.isEmpty()) {
        Map<String, String> parked = surroundings.parked().get();
        Map<String, Object> body =
            parked.isEmpty()
                ? Map.of("status", "ready")
                : Map.of("status", "ready", "parked", parked);
        Answers.json(response, callback, HttpStatus.OK_200, body);
      } else {
        refuse(response, callback, CollectorProblem.NOT_READY, why.get());
      }
    }

    private void metrics(Response response, Callback callback) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
      try {
        writer.write(out, surroundings.metrics().scrape());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Answers.text(
          response,
          callback,
          HttpStatus.OK_200,
          writer.getContentType(),
          out.toString(StandardCharsets.UTF_8));
    }

    private static void refuse(
        Response response, Callback callback, CollectorProblem problem, String message) {
      Answers.refuse(response, callback, problem, message);
    }
  }
}
