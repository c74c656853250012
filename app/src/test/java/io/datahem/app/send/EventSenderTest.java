package io.datahem.app.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.app.send.EventSender.Summary;
import io.datahem.collector.CollectorServer;
import io.datahem.collector.CollectorServer.Surroundings;
import io.datahem.collector.CollectorSettings;
import io.datahem.connectors.kafka.EmbeddedBroker;
import io.datahem.connectors.kafka.EventTopic;
import io.datahem.connectors.kafka.KafkaEventLog;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayInputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real collector before a real log that takes only small events. */
class EventSenderTest {
  private static final int MAX_EVENT_BYTES = 10_000;

  @TempDir Path temp;

  @Test
  void ofARequestThatIsPartlyRefusedBothSidesAreCounted() throws Exception {
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(
            new EmbeddedBroker.Settings(temp.resolve("log"), 0, MAX_EVENT_BYTES, false))) {
      EventTopic topic = new EventTopic(broker.bootstrap(), "events");
      topic.ensure(1, Duration.ofDays(1), MAX_EVENT_BYTES);
      try (KafkaEventLog log = new KafkaEventLog(topic, 1 << 20, MAX_EVENT_BYTES);
          CollectorServer collector =
              CollectorServer.start(
                  CollectorSettings.onPort(0),
                  new Surroundings(
                      log, known -> true, Optional::empty, Map::of, new PrometheusRegistry()))) {
        String large = "{\"text\": \"" + "x".repeat(2 * MAX_EVENT_BYTES) + "\"}";
        Summary summary =
            send("http://127.0.0.1:" + collector.port(), "{\"a\": 1}\n\n" + large + "\n{\"a\": 2}");
        assertThat(summary.accepted()).isEqualTo(2);
        assertThat(summary.refused()).isEqualTo(1);
        assertThat(summary.problem()).startsWith("EVENT_TOO_LARGE ");
        assertThat(summary.unreachable()).isFalse();
        assertThat(topic.ends()).containsEntry(0, 2L);
      }
    }
  }

  @Test
  void whatIsNoCollectorIsSaidToBeNone() throws Exception {
    try (ServerSocket other = new ServerSocket(0)) {
      Thread answers =
          new Thread(
              () -> {
                try (var one = other.accept()) {
                  one.getOutputStream()
                      .write(
                          "HTTP/1.1 404 Not Found\r\nContent-Length: 6\r\nConnection: close\r\n\r\nno way"
                              .getBytes(StandardCharsets.US_ASCII));
                  one.getInputStream().readAllBytes();
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      answers.setDaemon(true);
      answers.start();
      Summary summary = send("http://127.0.0.1:" + other.getLocalPort(), "{}\n{}\n");
      assertThat(summary.refused()).isEqualTo(2);
      assertThat(summary.problem()).startsWith("HTTP_404 ").contains("/v1/streams/orders");
    }
  }

  @Test
  void countsTheLinesThatTheCollectorCounts() {
    assertThat(EventSender.events("{}\n \n\n{}".getBytes(StandardCharsets.UTF_8))).isEqualTo(2);
    assertThat(EventSender.events("é\n".getBytes(StandardCharsets.UTF_8))).isEqualTo(1);
    assertThat(EventSender.events(new byte[0])).isZero();
  }

  private static Summary send(String collector, String lines) throws Exception {
    return new EventSender(collector, "orders")
        .send(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), bytes -> {});
  }
}
