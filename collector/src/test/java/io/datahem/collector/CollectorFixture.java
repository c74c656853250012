package io.datahem.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.collector.CollectorServer.Surroundings;
import io.datahem.collector.CollectorSettings.UnknownStreams;
import io.datahem.events.Event;
import io.datahem.testkit.FakeEventLog;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A collector over a log in memory, and a client of it. */
final class CollectorFixture implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ANSWER = Duration.ofSeconds(30);

  /** Small limits, so that tests reach them. */
  static final CollectorSettings SETTINGS =
      new CollectorSettings(
          "127.0.0.1",
          0,
          100_000,
          100,
          8_192,
          250_000,
          30,
          60,
          List.of("X-Kept"),
          UnknownStreams.ACCEPT);

  final FakeEventLog log;
  final CollectorServer server;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  volatile Optional<String> notReady = Optional.empty();

  CollectorFixture(CollectorSettings settings, FakeEventLog log) {
    this.log = log;
    this.server =
        CollectorServer.start(
            settings,
            new Surroundings(
                log, "trucks"::equals, () -> notReady, Map::of, new PrometheusRegistry()));
  }

  CollectorFixture() {
    this(SETTINGS, new FakeEventLog());
  }

  /** Settings with other times. */
  static CollectorSettings within(int idleSeconds, int maxBodySeconds) {
    return new CollectorSettings(
        SETTINGS.host(),
        0,
        SETTINGS.maxBodyBytes(),
        SETTINGS.maxLines(),
        SETTINGS.maxHeaderBytes(),
        SETTINGS.maxInFlightBytes(),
        idleSeconds,
        maxBodySeconds,
        SETTINGS.allowedHeaders(),
        SETTINGS.unknownStreams());
  }

  /** What came back. */
  record Answer(int status, java.net.http.HttpHeaders headers, String text) {
    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new AssertionError("not JSON: " + text, e);
      }
    }

    List<String> ids() {
      return JSON.convertValue(
          json().path("ids"),
          JSON.getTypeFactory().constructCollectionType(List.class, String.class));
    }

    Answer refusedAs(int expectedStatus, String code) {
      assertThat(status).as(text).isEqualTo(expectedStatus);
      assertThat(json().path("code").asText()).isEqualTo(code);
      assertThat(json().path("message").asText()).isNotEmpty().doesNotContain("Exception");
      return this;
    }

    Answer accepted(int count) {
      assertThat(status).as(text).isEqualTo(202);
      assertThat(json().path("accepted").asInt()).isEqualTo(count);
      assertThat(ids()).hasSize(count).doesNotHaveDuplicates();
      return this;
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .timeout(ANSWER);
  }

  CompletableFuture<Answer> sendLater(HttpRequest.Builder request) {
    return http.sendAsync(request.build(), BodyHandlers.ofString())
        .thenApply(
            (HttpResponse<String> got) -> new Answer(got.statusCode(), got.headers(), got.body()));
  }

  Answer send(HttpRequest.Builder request) {
    return sendLater(request).join();
  }

  /** Posts a body with headers, given as name, value, …; no content type unless given. */
  Answer post(String stream, byte[] body, String... headers) {
    return send(posting(stream, body, headers));
  }

  Answer post(String stream, String body, String... headers) {
    return post(stream, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  HttpRequest.Builder posting(String stream, byte[] body, String... headers) {
    HttpRequest.Builder request =
        request("/v1/streams/" + stream).POST(BodyPublishers.ofByteArray(body));
    return headers.length == 0 ? request : request.headers(headers);
  }

  /** The only event in the log. */
  Event only() {
    assertThat(log.events()).hasSize(1);
    return log.events().values().iterator().next();
  }

  /** Waits until no request counts any more: one does until its caller has had its answer. */
  void awaitNothingInFlight() throws InterruptedException {
    long deadline = System.nanoTime() + ANSWER.toNanos();
    String metrics = send(request("/metrics")).text();
    while (!metrics.contains("datahem_collector_in_flight_bytes 0.0")) {
      assertThat(System.nanoTime()).as(metrics).isLessThan(deadline);
      Thread.sleep(20);
      metrics = send(request("/metrics")).text();
    }
  }

  /** Sends bytes as they are; the answer is all that comes until the server closes. */
  String raw(String text) throws IOException {
    try (Socket socket = open(text)) {
      return rest(socket);
    }
  }

  Socket open(String text) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return socket;
  }

  static String rest(Socket socket) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    socket.getInputStream().transferTo(all);
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    server.close();
  }
}
