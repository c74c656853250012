package io.datahem.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datahem.collector.CollectorFixture.Answer;
import io.datahem.collector.CollectorSettings.UnknownStreams;
import io.datahem.testkit.FakeEventLog;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are refused: each with its code, nothing in the log, the rest goes on. */
@Timeout(60)
final class RefusalsTest {
  private final CollectorFixture collector = new CollectorFixture();

  @AfterEach
  void nothingWasKeptAndTheServerGoesOn() throws Exception {
    assertThat(collector.log.events()).isEmpty();
    collector.post("trucks", "{}").accepted(1);
    collector.awaitNothingInFlight();
    collector.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\r\n\t"})
  void anEmptyBody(String body) {
    collector.post("trucks", body).refusedAs(400, "EVENT_EMPTY");
    collector
        .post("trucks", body, "Content-Type", "application/x-ndjson")
        .refusedAs(400, "EVENT_EMPTY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml", ";"})
  void anotherContentType(String type) {
    collector.post("trucks", "{}", "Content-Type", type).refusedAs(415, "CONTENT_TYPE_UNSUPPORTED");
  }

  @Test
  void aPackedBody() {
    collector
        .post("trucks", "{}", "Content-Encoding", "gzip")
        .refusedAs(415, "CONTENT_ENCODING_UNSUPPORTED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7up", "-x", ".x", "a%20b", "a+b", "%C3%A5", "a;b=c", "a:b", "a@b"})
  void aStreamsNameThatIsNone(String name) {
    collector.post(name, "{}").refusedAs(400, "STREAM_NAME_INVALID");
  }

  @Test
  void aStreamsNameIsBoundInLength() {
    collector.post("a".repeat(201), "{}").refusedAs(400, "STREAM_NAME_INVALID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%2Fb", "a%zz", "a%00", "%2e%2e"})
  void aPathThatIsNone(String name) throws Exception {
    String answer =
        collector.raw(
            "POST /v1/streams/"
                + name
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}");
    assertThat(answer)
        .startsWith("HTTP/1.1 40")
        .contains("\"code\":\"")
        .doesNotContain("Exception", "<html");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "\u00e5"})
  void anIdempotencyKeyThatIsNone(String key) throws Exception {
    String answer =
        collector.raw(
            "POST /v1/streams/trucks HTTP/1.1\r\nHost: x\r\nConnection: close\r\nIdempotency-Key: "
                + key
                + "\r\nContent-Length: 2\r\n\r\n{}");
    assertThat(answer).startsWith("HTTP/1.1 400").contains("IDEMPOTENCY_KEY_INVALID");
  }

  @Test
  void anIdempotencyKeyIsBoundInLength() {
    collector
        .post("trucks", "{}", "Idempotency-Key", "k".repeat(201))
        .refusedAs(400, "IDEMPOTENCY_KEY_INVALID");
  }

  @Test
  void aBodyOverTheLimitWhoeverTellsItsLength() {
    byte[] body = new byte[CollectorFixture.SETTINGS.maxBodyBytes() + 1];
    body[0] = '{';
    collector.post("trucks", body).refusedAs(413, "BODY_TOO_LARGE");
    collector
        .send(
            collector
                .request("/v1/streams/trucks")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))))
        .refusedAs(413, "BODY_TOO_LARGE");
  }

  @Test
  void aBodyOfTenMegabytesIsAnsweredAndTheConnectionLives() {
    byte[] body = new byte[10 << 20];
    for (int i = 0; i < 3; i++) {
      collector.post("trucks", body).refusedAs(413, "BODY_TOO_LARGE");
    }
    collector.post("7up", body).refusedAs(400, "STREAM_NAME_INVALID");
  }

  @Test
  void aCallerThatAsksFirstSendsNothing() throws Exception {
    String answer =
        collector.raw(
            "POST /v1/streams/trucks HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 10485760\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 413").contains("BODY_TOO_LARGE");
  }

  @Test
  void tooManyLines() {
    String type = "application/x-ndjson";
    collector
        .post("trucks", "{}\n".repeat(101), "Content-Type", type)
        .refusedAs(413, "TOO_MANY_LINES");
  }

  @Test
  void headersOverTheLimit() {
    collector
        .post("trucks", "{}", "X-Large", "x".repeat(9_000))
        .refusedAs(431, "HEADERS_TOO_LARGE");
  }

  @Test
  void whatIsNotHttp() throws Exception {
    assertThat(collector.raw("rubbish\r\n\r\n"))
        .startsWith("HTTP/1.1 400")
        .doesNotContain("Exception");
  }

  @Test
  void otherMethodsAndPaths() {
    collector.send(collector.request("/v1/streams/trucks")).refusedAs(405, "METHOD_NOT_ALLOWED");
    collector.send(collector.request("/nothing")).refusedAs(404, "NOT_FOUND");
    collector.send(collector.request("/v1/streams/a/b")).refusedAs(404, "NOT_FOUND");
    collector.send(collector.request("/healthz").DELETE()).refusedAs(405, "METHOD_NOT_ALLOWED");
  }

  @Test
  void aStreamWithoutAContractWhereTheSettingSaysSo() {
    CollectorSettings base = CollectorFixture.SETTINGS;
    CollectorSettings strict =
        new CollectorSettings(
            base.host(),
            0,
            base.maxBodyBytes(),
            base.maxLines(),
            base.maxHeaderBytes(),
            base.maxInFlightBytes(),
            base.idleSeconds(),
            base.maxBodySeconds(),
            List.of(),
            UnknownStreams.REJECT);
    try (CollectorFixture rejecting = new CollectorFixture(strict, new FakeEventLog())) {
      Answer answer = rejecting.post("boats", "{}").refusedAs(404, "STREAM_UNKNOWN");
      assertThat(answer.json().path("message").asText()).contains("boats");
      rejecting.post("trucks", "{}").accepted(1);
    }
  }

  @Test
  void aBodyThatComesTooSlowly() throws Exception {
    String head =
        "POST /v1/streams/trucks HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{\"a\":";
    try (CollectorFixture impatient =
        new CollectorFixture(CollectorFixture.within(1, 60), new FakeEventLog())) {
      assertThat(impatient.raw(head)).startsWith("HTTP/1.1 408").contains("BODY_TIMEOUT");
      assertThat(impatient.log.events()).isEmpty();
    }
    try (CollectorFixture impatient =
            new CollectorFixture(CollectorFixture.within(30, 1), new FakeEventLog());
        Socket drip = impatient.open(head)) {
      // Never idle for long, and never done: the whole body's time runs out while the answer is
      // awaited.
      for (int i = 0; i < 3; i++) {
        drip.getOutputStream().write('1');
        Thread.sleep(100);
      }
      assertThat(CollectorFixture.rest(drip)).startsWith("HTTP/1.1 408").contains("BODY_TIMEOUT");
      assertThat(impatient.log.events()).isEmpty();
    }
  }

  @Test
  void aBodyThatBreaksOff() throws Exception {
    try (Socket broken =
        collector.open(
            "POST /v1/streams/trucks HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{}")) {
      broken.shutdownOutput();
      assertThat(CollectorFixture.rest(broken)).startsWith("HTTP/1.1 408").contains("BODY_TIMEOUT");
    }
  }

  @Test
  void notReady() {
    collector.notReady = Optional.of("The job is starting.");
    Answer answer = collector.send(collector.request("/readyz")).refusedAs(503, "NOT_READY");
    assertThat(answer.headers().firstValue("retry-after")).isPresent();
    assertThat(collector.send(collector.request("/healthz")).status()).isEqualTo(200);
    collector.notReady = Optional.empty();
    assertThat(collector.send(collector.request("/readyz")).status()).isEqualTo(200);
  }

  @Test
  void aPortInUse() {
    CollectorSettings base = CollectorFixture.SETTINGS;
    CollectorSettings taken =
        new CollectorSettings(
            base.host(),
            collector.server.port(),
            base.maxBodyBytes(),
            base.maxLines(),
            base.maxHeaderBytes(),
            base.maxInFlightBytes(),
            base.idleSeconds(),
            base.maxBodySeconds(),
            List.of(),
            UnknownStreams.ACCEPT);
    assertThatThrownBy(() -> new CollectorFixture(taken, new FakeEventLog()))
        .hasMessageContainingAll("PORT_IN_USE", ":" + collector.server.port(), "collector.port");
  }

  @Test
  void settingsTellAllTheirProblems() {
    assertThatThrownBy(
            () ->
                new CollectorSettings(
                    "127.0.0.1", -1, 10, 0, 1, 9, 0, 0, List.of(), UnknownStreams.ACCEPT))
        .hasMessageContainingAll(
            "collector.port: found -1, expected at least 0",
            "collector.maxLines",
            "collector.maxHeaderBytes",
            "collector.maxInFlightBytes: found 9, expected at least 10",
            "collector.idleSeconds",
            "collector.maxBodySeconds");
  }

  @Test
  void aNameInUtf8IsNotTakenForAnother() throws Exception {
    String answer =
        collector.raw(
            new String(
                "POST /v1/streams/tr\u00fccks HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"
                    .getBytes(StandardCharsets.UTF_8),
                StandardCharsets.ISO_8859_1));
    assertThat(answer).startsWith("HTTP/1.1 400").contains("\"code\":\"");
  }
}
