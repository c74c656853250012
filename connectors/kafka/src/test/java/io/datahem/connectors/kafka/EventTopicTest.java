package io.datahem.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datahem.events.Event;
import io.datahem.events.LogException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class EventTopicTest {
  private static final int SMALL_BYTES = 4 << 10;
  private static final Event LARGE = new Event(incompressible(), Map.of());

  private static byte[] incompressible() {
    byte[] bytes = new byte[2 * SMALL_BYTES];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  @Test
  void anExistingTopicTakesOnWhatIsAskedForNow() throws Exception {
    EventTopic topic = TestBroker.shared().topic(2);
    topic.ensure(2, Duration.ofHours(3), SMALL_BYTES);
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    Properties config = new Properties();
    config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, topic.bootstrap());
    try (Admin admin = Admin.create(config)) {
      var found = admin.describeConfigs(List.of(resource)).all().get(30, TimeUnit.SECONDS);
      assertThat(found.get(resource).get("retention.ms").value()).isEqualTo("10800000");
      assertThat(found.get(resource).get("max.message.bytes").value()).isEqualTo("4096");
    }
    try (KafkaEventLog log = new KafkaEventLog(topic, 1 << 20, TestBroker.MAX_EVENT_BYTES)) {
      assertThatThrownBy(() -> log.publish(LARGE).get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(LogException.class);
      topic.ensure(2, Duration.ofHours(3), TestBroker.MAX_EVENT_BYTES);
      log.publish(LARGE).get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void partitionsAreAdded() {
    EventTopic topic = TestBroker.shared().topic(2);
    topic.grow(5);
    assertThat(topic.partitions()).isEqualTo(5);
    assertThat(topic.ends()).hasSize(5);
    assertThatThrownBy(() -> topic.grow(3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(topic.name());
  }
}
