package io.datahem.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.collector.CollectorServer;
import io.datahem.collector.CollectorServer.Surroundings;
import io.datahem.collector.CollectorSettings;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From HTTP to a real broker and back. */
@Timeout(120)
final class CollectOverKafkaTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private final TestBroker broker = TestBroker.shared();
  private final EventTopic topic = broker.topic(2);

  private HttpResponse<String> post(CollectorServer collector, String key, String body)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + collector.port() + "/v1/streams/trucks"))
            .header("Content-Type", "application/x-ndjson")
            .header("Idempotency-Key", key)
            .timeout(Duration.ofSeconds(60))
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private long inTheLog() {
    return topic.ends().values().stream().mapToLong(Long::longValue).sum();
  }

  @Test
  void withoutABrokerNothingIsAcceptedAndWithItNothingAcceptedIsMissing() throws Exception {
    try (KafkaEventLog log = new KafkaEventLog(topic, 64 << 20, 2 << 20, Duration.ofSeconds(2));
        CollectorServer collector =
            CollectorServer.start(
                CollectorSettings.onPort(0),
                new Surroundings(
                    log, stream -> true, Optional::empty, Map::of, new PrometheusRegistry()))) {
      HttpResponse<String> good = post(collector, "a", "{}\n".repeat(1_000));
      assertThat(good.statusCode()).as(good.body()).isEqualTo(202);
      assertThat(inTheLog()).isEqualTo(1_000);
      broker.stop();
      HttpResponse<String> bad = post(collector, "b", "{}\n{}\n");
      assertThat(bad.statusCode()).as(bad.body()).isEqualTo(503);
      assertThat(bad.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(bad.body())
          .contains("\"code\":\"LOG_UNAVAILABLE\"", "\"line\":2", "\"accepted\":0");
      broker.restart();
      HttpResponse<String> again = post(collector, "b", "{}\n{}\n");
      for (int tries = 0; again.statusCode() == 503 && tries < 10; tries++) {
        again = post(collector, "b", "{}\n{}\n");
      }
      assertThat(again.statusCode()).as(again.body()).isEqualTo(202);
      assertThat(inTheLog()).isGreaterThanOrEqualTo(1_002);
    }
  }
}
