package io.datahem.connectors.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * The topic that holds every event.
 *
 * @param bootstrap the brokers, {@code host:port,…}
 * @param name the topic
 */
public record EventTopic(String bootstrap, String name) implements java.io.Serializable {
  private static final long serialVersionUID = 1L;
  private static final long ANSWER_SECONDS = 30;

  /** The topic's usual name. */
  public static final String DEFAULT_NAME = "datahem.events";

  /**
   * Creates the topic; one that exists takes on the settings, except for its number of partitions,
   * see {@link #grow}.
   *
   * @param partitions how many partitions a new one has
   * @param retention how long it keeps events
   * @param maxEventBytes the largest event it takes
   */
  public void ensure(int partitions, Duration retention, int maxEventBytes) {
    Map<String, String> settings =
        Map.of(
            "retention.ms",
            Long.toString(retention.toMillis()),
            "max.message.bytes",
            Integer.toString(maxEventBytes),
            "cleanup.policy",
            "delete");
    try (Admin admin = admin()) {
      if (!create(admin, partitions, settings)) {
        adopt(admin, settings);
      }
    }
  }

  /** False when it exists. */
  private boolean create(Admin admin, int partitions, Map<String, String> settings) {
    NewTopic topic =
        new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(settings);
    try {
      ask(admin.createTopics(List.of(topic)).all());
      return true;
    } catch (IllegalStateException e) {
      if (e.getCause() instanceof ExecutionException failure
          && failure.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw e;
    }
  }

  private void adopt(Admin admin, Map<String, String> settings) {
    List<AlterConfigOp> changes = new ArrayList<>();
    settings.forEach(
        (key, value) -> changes.add(new AlterConfigOp(new ConfigEntry(key, value), OpType.SET)));
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
    ask(admin.incrementalAlterConfigs(Map.of(topic, changes)).all());
  }

  /**
   * Adds partitions. From then on keys land in other partitions than before: whoever tells repeats
   * and orders by key must know the moment.
   *
   * @param partitions how many it has in the end, more than now
   */
  public void grow(int partitions) {
    try (Admin admin = admin()) {
      ask(admin.createPartitions(Map.of(name, NewPartitions.increaseTo(partitions))).all());
    }
  }

  /** How many partitions it has. */
  public int partitions() {
    try (Admin admin = admin()) {
      return ask(admin.describeTopics(List.of(name)).allTopicNames())
          .values()
          .iterator()
          .next()
          .partitions()
          .size();
    }
  }

  /** One past the newest position of each partition. */
  public Map<Integer, Long> ends() {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    for (int partition = 0; partition < partitions(); partition++) {
      wanted.put(new TopicPartition(name, partition), OffsetSpec.latest());
    }
    Map<Integer, Long> ends = new TreeMap<>();
    try (Admin admin = admin()) {
      ask(admin.listOffsets(wanted).all())
          .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
    }
    return ends;
  }

  private Admin admin() {
    Properties config = new Properties();
    config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    return Admin.create(config);
  }

  private <T> T ask(KafkaFuture<T> answer) {
    try {
      return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(e);
    }
  }

  private IllegalStateException unreachable(Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return new IllegalStateException(
        "Cannot ask Kafka at " + bootstrap + " for topic " + name + ": " + cause, e);
  }
}
