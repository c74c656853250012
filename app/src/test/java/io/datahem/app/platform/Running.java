package io.datahem.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.app.Main;
import io.datahem.app.ledger.Ledger;
import io.datahem.app.send.EventSender;
import io.datahem.app.settings.Settings;
import io.datahem.app.settings.SettingsReader;
import io.datahem.connectors.iceberg.IcebergWarehouse;
import io.datahem.connectors.iceberg.sql.QueryResult;
import io.datahem.connectors.iceberg.sql.SqlEngine;
import io.datahem.contracts.SourceFile;
import io.datahem.registry.client.RegistryClient;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What tests do with a platform: push, send, wait, ask. */
final class Running {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  static Settings settings(Path data) {
    return SettingsReader.read(
        Optional.empty(),
        Map.of(
            "data", data.toString(), "collector.port", "0", "registry.port", "0", "log.port", "0"));
  }

  static Platform start(Path data) throws InterruptedException {
    Platform platform = Platform.start(settings(data));
    assertThat(platform.awaitReady(Duration.ofSeconds(60))).isTrue();
    return platform;
  }

  /** {@code datahem up} in a process of its own; what it says is in up.log beside its data. */
  static Process spawn(Path data) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    for (String opened : List.of("java.nio", "java.util", "java.lang")) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "up"));
    command.addAll(List.of("--data", data.toString(), "--collector-port", "0"));
    command.addAll(List.of("--registry-port", "0", "--kafka-port", "0"));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(data.resolveSibling("up.log").toFile())
        .start();
  }

  /** Waits until a process serves. */
  static DataDirectory.Endpoints await(Path data, Process process) throws Exception {
    for (int tries = 0; tries < 600 && process.isAlive(); tries++) {
      Optional<DataDirectory.Endpoints> endpoints = DataDirectory.endpoints(data);
      if (endpoints.isPresent()) {
        return endpoints.get();
      }
      Thread.sleep(100);
    }
    throw new AssertionError(
        "the platform did not start: " + Files.readString(data.resolveSibling("up.log")));
  }

  static RegistryClient.Answer push(DataDirectory.Endpoints at, String path, String text) {
    return new RegistryClient(at.registry()).push(List.of(new SourceFile(path, text)), false);
  }

  /** Says by which compatibility level a subject's pushes are judged. */
  static void setLevel(DataDirectory.Endpoints at, String subject, String level) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(at.registry() + "/config/" + subject))
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString("{\"compatibility\": \"" + level + "\"}"))
            .build();
    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  static EventSender.Summary send(DataDirectory.Endpoints at, String stream, String lines)
      throws Exception {
    return new EventSender(at.collector(), stream)
        .send(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), bytes -> {});
  }

  static HttpResponse<String> post(
      DataDirectory.Endpoints at, String stream, byte[] body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(at.collector() + "/v1/streams/" + stream))
            .POST(BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  /** The platform's metrics as Prometheus would read them. */
  static String metrics(DataDirectory.Endpoints at) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(at.collector() + "/metrics")).build();
    return HTTP.send(request, BodyHandlers.ofString()).body();
  }

  /** Waits until so many positions are in their tables. */
  static void awaitSettled(Path data, long events) throws InterruptedException {
    Ledger ledger = new Ledger(DataDirectory.warehouse(data));
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    long settled = 0;
    while (settled < events && System.nanoTime() < deadline) {
      settled = ledger.totals().settledEnds().values().stream().mapToLong(Long::longValue).sum();
      Thread.sleep(50);
    }
    assertThat(settled).as("settled positions").isEqualTo(events);
  }

  static List<List<Object>> sql(Path data, String query) {
    List<List<Object>> rows = new ArrayList<>();
    try (SqlEngine engine = SqlEngine.open(IcebergWarehouse.under(DataDirectory.warehouse(data)));
        QueryResult result = engine.query(query)) {
      for (List<Object> row = result.next(); row != null; row = result.next()) {
        rows.add(row);
      }
    }
    return rows;
  }

  static Ledger.Statement check(Path data) {
    return new Ledger(DataDirectory.warehouse(data)).check();
  }

  private Running() {}
}
