package io.datahem.connectors.kafka;

import java.time.Duration;
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
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
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
   * Creates the topic unless it exists; an existing one keeps its settings.
   *
   * @param partitions how many partitions a new one has
   * @param retention how long it keeps events
   * @param maxEventBytes the largest event it takes
   */
  public void ensure(int partitions, Duration retention, int maxEventBytes) {
    NewTopic topic =
        new NewTopic(name, Optional.of(partitions), Optional.empty())
            .configs(
                Map.of(
                    "retention.ms",
                    Long.toString(retention.toMillis()),
                    "max.message.bytes",
                    Integer.toString(maxEventBytes),
                    "cleanup.policy",
                    "delete"));
    try (Admin admin = admin()) {
      admin.createTopics(List.of(topic)).all().get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw unreachable(e);
      }
    } catch (TimeoutException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(e);
    }
  }

  /** How many partitions it has. */
  public int partitions() {
    try (Admin admin = admin()) {
      return admin
          .describeTopics(List.of(name))
          .allTopicNames()
          .get(ANSWER_SECONDS, TimeUnit.SECONDS)
          .values()
          .iterator()
          .next()
          .partitions()
          .size();
    } catch (ExecutionException | TimeoutException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(e);
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
      admin
          .listOffsets(wanted)
          .all()
          .get(ANSWER_SECONDS, TimeUnit.SECONDS)
          .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
    } catch (ExecutionException | TimeoutException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(e);
    }
    return ends;
  }

  private Admin admin() {
    Properties config = new Properties();
    config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    return Admin.create(config);
  }

  private IllegalStateException unreachable(Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return new IllegalStateException(
        "Cannot ask Kafka at " + bootstrap + " for topic " + name + ": " + cause, e);
  }
}
