package io.datahem.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.registry.confluent.Answers;
import io.datahem.registry.confluent.ConfluentApi;
import io.datahem.registry.http.Answer;
import io.datahem.registry.http.Route;
import io.datahem.registry.http.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registry's REST API on a port. */
public final class RegistryServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryServer.class);
  private static final int MAX_THREADS = 64;
  private static final int IDLE_MILLIS = 60_000;
  private static final long STOP_MILLIS = 1_000;

  /** How long a connection without a request stays open while the server stops. */
  private static final long STOP_IDLE_MILLIS = 50;

  /** A subject may be a path of its own, encoded: {@code /subjects/shop%2Fv1%2Forder.proto}. */
  private static final UriCompliance SUBJECTS_IN_PATHS =
      UriCompliance.DEFAULT.with(
          "subjects", Violation.AMBIGUOUS_PATH_SEPARATOR, Violation.AMBIGUOUS_PATH_ENCODING);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Server server;
  private final ServerConnector connector;

  private RegistryServer(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * Starts the API; returns when it serves.
   *
   * @param host the address it listens on
   * @param port the port, 0 for any free one
   */
  public static RegistryServer start(Registry registry, String host, int port) {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 4);
    threads.setName("registry");
    Server server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setUriCompliance(SUBJECTS_IN_PATHS);
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setShutdownIdleTimeout(STOP_IDLE_MILLIS);
    server.addConnector(connector);
    server.setStopTimeout(STOP_MILLIS);
    server.setHandler(new Routes(router(registry)));
    server.setErrorHandler(RegistryServer::unreadable);
    try {
      server.start();
    } catch (Exception e) {
      stop(server);
      throw new IllegalStateException(
          "PORT_IN_USE Cannot serve the registry on "
              + host
              + ":"
              + port
              + ": "
              + e.getMessage()
              + ". Free the port, or set registry.port (0 for any free one).",
          e);
    }
    return new RegistryServer(server, connector);
  }

  static Router router(Registry registry) {
    List<Route> routes = new ArrayList<>(new ContractsApi(registry).routes());
    routes.addAll(new ConfluentApi(registry.subjects()).routes());
    return new Router(routes, new Nowhere());
  }

  /** What the server itself refuses, before any route: a request that is no HTTP. */
  private static boolean unreadable(Request request, Response response, Callback callback) {
    boolean fault =
        response.getStatus() >= HttpStatus.INTERNAL_SERVER_ERROR_500
            && response.getStatus() != HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505;
    RegistryProblem problem =
        fault ? RegistryProblem.INTERNAL_ERROR : RegistryProblem.REQUEST_INVALID;
    String message =
        fault
            ? "Something is wrong here; the log says what."
            : "Cannot read the request: " + HttpStatus.getMessage(response.getStatus()) + ".";
    Answer answer =
        Answer.of(
            response.getStatus(),
            Map.of("code", problem.name(), "error_code", response.getStatus(), "message", message));
    Routes.write(answer, response, callback);
    return true;
  }

  /** The port it serves on. */
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    stop(server);
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (TimeoutException e) {
      LOG.debug("Requests were cut off: they took longer than {} ms to end", STOP_MILLIS);
    } catch (Exception e) {
      throw new IllegalStateException("Cannot stop the registry: " + e.getMessage(), e);
    }
  }

  private static final class Routes extends Handler.Abstract {
    private final Router router;

    Routes(Router router) {
      this.router = router;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Answer answer = router.answer(request);
      // A refusal may leave a body unread. The connection ends with it then, and the client is told
      // so, or its next request would run into the end.
      if (!request.consumeAvailable()) {
        response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
      }
      write(answer, response, callback);
      return true;
    }

    private static void write(Answer answer, Response response, Callback callback) {
      response.setStatus(answer.status());
      if (answer.body() == null) {
        callback.succeeded();
        return;
      }
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.type());
      try {
        String body =
            answer.body() instanceof Answer.Text text
                ? text.text()
                : JSON.writeValueAsString(answer.body()) + "\n";
        Content.Sink.write(response, true, body, callback);
      } catch (JsonProcessingException e) {
        callback.failed(e);
      }
    }
  }

  /** Where there is no route: in the words of the API that a path seems to mean. */
  private static final class Nowhere implements Router.Unrouted {
    private final Answers subjects = new Answers();

    private static boolean isOurs(String path) {
      return path.startsWith("/v1") || path.startsWith("/healthz");
    }

    @Override
    public Answer unknown(String path) {
      return isOurs(path)
          ? ContractsApi.problem(
              RegistryProblem.NOT_FOUND, "Nothing is here. Contracts are at /v1/contracts.")
          : subjects.unknown(path);
    }

    @Override
    public Answer methodNotAllowed(String method, String path, String allowed) {
      return isOurs(path)
          ? ContractsApi.problem(
              RegistryProblem.METHOD_NOT_ALLOWED,
              "Cannot " + method + " " + path + ", expected " + allowed + ".")
          : subjects.methodNotAllowed(method, path, allowed);
    }

    @Override
    public Answer unreadable(String path) {
      return isOurs(path)
          ? ContractsApi.problem(
              RegistryProblem.REQUEST_INVALID, "Cannot read the path, expected it URL-encoded.")
          : subjects.unreadable(path);
    }
  }
}
