package io.datahem.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
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
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setShutdownIdleTimeout(STOP_IDLE_MILLIS);
    server.addConnector(connector);
    server.setStopTimeout(STOP_MILLIS);
    server.setHandler(new Routes(new ContractsApi(registry)));
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
        new Answer(response.getStatus(), Map.of("code", problem.name(), "message", message));
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

  /**
   * An answer.
   *
   * @param status the HTTP status
   * @param body written as JSON; null for none
   */
  record Answer(int status, @org.jspecify.annotations.Nullable Object body) {

    static Answer ok(Object body) {
      return new Answer(HttpStatus.OK_200, body);
    }

    static Answer problem(RegistryProblem problem, String message) {
      return new Answer(problem.status(), Map.of("code", problem.name(), "message", message));
    }
  }

  private static final class Routes extends Handler.Abstract {
    private final ContractsApi api;

    Routes(ContractsApi api) {
      this.api = api;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Answer answer;
      try {
        answer = api.answer(request);
      } catch (ContractsApi.RefusedException e) {
        answer = Answer.problem(e.problem(), String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        LOG.error("Cannot answer {} {}", request.getMethod(), request.getHttpURI().getPath(), e);
        answer =
            Answer.problem(
                RegistryProblem.INTERNAL_ERROR, "Something is wrong here; the log says what.");
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
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
      try {
        Content.Sink.write(response, true, JSON.writeValueAsString(answer.body()) + "\n", callback);
      } catch (JsonProcessingException e) {
        callback.failed(e);
      }
    }
  }
}
