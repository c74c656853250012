package io.datahem.benchmarks;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.connector.policy.AllConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.runtime.Worker;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;
import org.apache.kafka.connect.runtime.standalone.StandaloneHerder;
import org.apache.kafka.connect.storage.FileOffsetBackingStore;

/**
 * Kafka Connect in this process, standalone as its own command runs it, but without its REST API.
 *
 * <p>Arguments: a file of the worker's properties, and one of each connector's.
 */
final class ConnectWorker {

  public static void main(String[] arguments) throws Exception {
    Map<String, String> settings = read(Path.of(arguments[0]));
    Plugins plugins = new Plugins(settings);
    StandaloneConfig config = new StandaloneConfig(settings);
    FileOffsetBackingStore offsets =
        new FileOffsetBackingStore(
            plugins.newInternalConverter(
                true, JsonConverter.class.getName(), Map.of("schemas.enable", "false")));
    offsets.configure(config);
    AllConnectorClientConfigOverridePolicy policy = new AllConnectorClientConfigOverridePolicy();
    Worker worker = new Worker("bench", Time.SYSTEM, plugins, config, offsets, policy);
    StandaloneHerder herder = new StandaloneHerder(worker, config.kafkaClusterId(), policy);
    herder.start();
    CountDownLatch failed = new CountDownLatch(1);
    List<String> names = new ArrayList<>();
    for (int i = 1; i < arguments.length; i++) {
      Map<String, String> connector = read(Path.of(arguments[i]));
      String name = connector.getOrDefault("name", "");
      names.add(name);
      herder.putConnectorConfig(
          name,
          connector,
          false,
          (failure, created) -> {
            if (failure != null) {
              System.err.println(failure);
              failed.countDown();
            }
          });
    }
    boolean ended = false;
    while (!ended) {
      ended =
          failed.await(2, TimeUnit.SECONDS)
              || names.stream().anyMatch(name -> hasFailed(herder, name));
    }
    System.exit(1);
  }

  private static boolean hasFailed(StandaloneHerder herder, String name) {
    ConnectorStateInfo state = herder.connectorStatus(name);
    boolean failed = false;
    for (ConnectorStateInfo.TaskState task : state.tasks()) {
      if (task.state().equals("FAILED")) {
        System.err.println(task.trace());
        failed = true;
      }
    }
    return failed;
  }

  private static Map<String, String> read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    Map<String, String> settings = new HashMap<>();
    properties.forEach((key, value) -> settings.put((String) key, (String) value));
    return settings;
  }

  private ConnectWorker() {}
}
